import { access, lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { temporaryWeightsName } from "../../protocol/temporaryWeights";

/** In a workspace folder, the folder that weights are saved to. */
export const WEIGHTS_FOLDER = ".train-lens";

/**
 * Makes the folder for weights in the first of `workspaceFolders` that lets it, else in `storageFolder`.
 * Git ignores what is in it. Nothing that is there already is changed.
 */
export async function prepareWeightsFolder(
  workspaceFolders: readonly string[],
  storageFolder: string,
  log: (line: string) => void,
): Promise<string> {
  for (const folder of workspaceFolders) {
    const path = join(folder, WEIGHTS_FOLDER);
    try {
      await mkdir(path).catch(unlessExists);
      // a link could lead anywhere; a repository that brings one does not decide where weights go
      if (!(await lstat(path)).isDirectory()) throw new Error(`${path} is not a folder`);
      await writeFile(join(path, ".gitignore"), "*\n", { flag: "wx" }).catch(unlessExists);
      return path;
    } catch (error) {
      log(`weights are not saved to ${path}: ${String(error)}`);
    }
  }
  const path = join(storageFolder, "weights");
  await mkdir(path, { recursive: true });
  return path;
}

function unlessExists(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

/** A name of its own for the weights of a run: `Net-2026-11-22-153012.pth`, with a number where that is taken. */
export async function findFreeWeightsPath(folder: string, modelName: string, startedAt: Date): Promise<string> {
  const name = `${safeName(modelName)}-${timestamp(startedAt)}`;
  for (let number = 1; ; number++) {
    const path = join(folder, `${name}${number === 1 ? "" : `-${number}`}.pth`);
    if (!(await exists(path))) return path;
  }
}

/** Removes what a trainer left that was ended while it wrote weights to `path`. */
export async function removeTemporaryWeights(path: string, trainerPid: number): Promise<void> {
  await rm(join(dirname(path), temporaryWeightsName(trainerPid)), { force: true });
}

/** Whether there is anything at `path`. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function safeName(modelName: string): string {
  return modelName.replaceAll(/[^\p{L}\p{N}_-]/gu, "").slice(0, 80) || "model";
}

function timestamp(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
