import { randomBytes } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isRunning } from "../isRunning";

/** A part untouched for this long belongs to nobody, even if its number is another process's by now. */
const ABANDONED_AFTER_MS = 120_000;

/**
 * A file in the making, owned by this process alone. Its name says whose it is, `<name>.<pid>-<random>.part`, so that
 * two processes never write to one file; when the owner lets go or dies, the next one to claim it continues it.
 */
export class PartialFile {
  private constructor(
    readonly path: string,
    private readonly releasedPath: string,
  ) {}

  /** Takes over what was left in `folder` of `name`, or names a new file. */
  static async claim(folder: string, name: string): Promise<PartialFile> {
    const path = join(folder, `${name}.${process.pid}-${randomBytes(4).toString("hex")}.part`);
    let isClaimed = false;
    for (const left of await findAbandoned(folder, name)) {
      if (isClaimed) await rm(left, { force: true });
      // Of two processes that want it, one succeeds.
      else isClaimed = await succeeds(rename(left, path));
    }
    return new PartialFile(path, join(folder, `${name}.part`));
  }

  /** Bytes already there. */
  async size(): Promise<number> {
    return (await stat(this.path).catch(() => undefined))?.size ?? 0;
  }

  /** Leaves the bytes to the next one. */
  async release(): Promise<void> {
    await succeeds(rename(this.path, this.releasedPath));
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

async function findAbandoned(folder: string, name: string): Promise<string[]> {
  const pattern = /^\.(?:(\d+)-[0-9a-f]+\.)?part$/;
  const paths: string[] = [];
  for (const entry of await readdir(folder)) {
    const match = entry.startsWith(name) ? pattern.exec(entry.slice(name.length)) : null;
    if (!match) continue;
    const path = join(folder, entry);
    if (match[1] === undefined || !isRunning(Number(match[1])) || (await isOld(path))) paths.push(path);
  }
  return paths;
}

async function isOld(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS;
}

function succeeds(promise: Promise<void>): Promise<boolean> {
  return promise.then(
    () => true,
    () => false,
  );
}
