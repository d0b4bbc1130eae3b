import * as l10n from "@vscode/l10n";
import { constants, linkSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { access, mkdir, readdir, rm } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { ExpectedError } from "../protocol/expectedError";
import { ownerOfTemporaryWeights, temporaryWeightsName } from "../protocol/temporaryWeights";
import { isRunning } from "./isRunning";
import { whyFileFailed } from "./whyFileFailed";

const MAX_NAMES = 10_000;

/**
 * The one file a run saves its weights to: complete or absent at any moment, and nobody else's.
 * Bytes go to a temporary file beside it, which then takes the name.
 */
export class WeightsFile {
  #path: string;
  #isOurs = false;

  private constructor(
    path: string,
    private readonly overwrite: boolean,
  ) {
    this.#path = path;
  }

  /** Where the weights are, or will be unless somebody takes that name first. */
  get path(): string {
    return this.#path;
  }

  /** Whether something was written. */
  get exists(): boolean {
    return this.#isOurs;
  }

  /** Fails before the training rather than after it when nothing can be written there. */
  static async prepare(path: string, overwrite: boolean): Promise<WeightsFile> {
    const folder = dirname(path);
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
      await removeAbandoned(folder);
    } catch (error) {
      throw cannotWrite(path, error);
    }
    return new WeightsFile(path, overwrite);
  }

  /** Synchronous, so that nothing ends this process between the file and its name but a kill from outside. */
  write(bytes: Uint8Array): void {
    const temporary = join(dirname(this.#path), temporaryWeightsName(process.pid));
    try {
      writeFileSync(temporary, bytes);
      this.#takeName(temporary);
      this.#isOurs = true;
    } catch (error) {
      throw cannotWrite(this.#path, error);
    } finally {
      rmSync(temporary, { force: true });
    }
  }

  #takeName(temporary: string): void {
    if (this.overwrite || this.#isOurs) {
      renameSync(temporary, this.#path);
      return;
    }
    const wanted = this.#path;
    for (let number = 2; number < MAX_NAMES; number++) {
      try {
        linkSync(temporary, this.#path); // unlike rename, a link never replaces a file
        return;
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? "";
        if (WITHOUT_LINKS.has(code)) {
          this.#takeNameWithoutLinks(temporary);
          return;
        }
        if (code !== "EEXIST") throw error;
      }
      this.#path = numbered(wanted, number);
    }
    throw new Error("too many files of that name");
  }

  #takeNameWithoutLinks(temporary: string): void {
    const wanted = this.#path;
    const taken = new Set(readdirSync(dirname(wanted)));
    for (let number = 2; taken.has(basename(this.#path)); number++) this.#path = numbered(wanted, number);
    renameSync(temporary, this.#path);
  }
}

/** What file systems without hard links (FAT, some network shares) answer: look, then rename. */
const WITHOUT_LINKS = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EXDEV", "EMLINK"]);

/** `mnist_model.pth` becomes `mnist_model-2.pth`. */
function numbered(path: string, number: number): string {
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}-${number}${extension}`;
}

/** Removes what processes left that were killed while they wrote. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = ownerOfTemporaryWeights(name);
    if (owner !== undefined && !isRunning(owner)) await rm(join(folder, name), { force: true });
  }
}

function cannotWrite(path: string, error: unknown): ExpectedError {
  return new ExpectedError(
    l10n.t("The weights cannot be saved to {0}: {1}.", path, whyFileFailed(error)),
    l10n.t("Choose another place, or make room there, and train again."),
  );
}
