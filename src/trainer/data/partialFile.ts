import { randomBytes } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** A part untouched for this long belongs to nobody, even if its number is now another process's. */
const ABANDONED_AFTER_MS = 120_000;

/**
 * A download in progress, owned by this process alone. Its name says whose it is, `<name>.<pid>-<random>.part`, so that
 * two processes never write to one file; when the owner lets go or dies, the next download continues it.
 */
export class PartialFile {
  private constructor(
    readonly path: string,
    private readonly releasedPath: string,
  ) {}

  /** Takes over what an earlier download left in `folder`, or names a new file. */
  static async claim(folder: string, name: string): Promise<PartialFile> {
    const own = join(folder, `${name}.${process.pid}-${randomBytes(4).toString("hex")}.part`);
    const part = new PartialFile(own, join(folder, `${name}.part`));
    for (const left of await findAbandoned(folder, name)) {
      // Of two that want it, one rename succeeds.
      if (
        await rename(left, own).then(
          () => true,
          () => false,
        )
      )
        break;
    }
    return part;
  }

  /** Bytes already there. */
  async size(): Promise<number> {
    return stat(this.path).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /** Leaves the bytes to whoever downloads next. */
  async release(): Promise<void> {
    await rename(this.path, this.releasedPath).catch(() => undefined);
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
    const owner = match[1];
    if (owner === undefined || !isRunning(Number(owner)) || (await isOld(path))) paths.push(path);
  }
  return paths;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function isOld(path: string): Promise<boolean> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > ABANDONED_AFTER_MS,
    () => false,
  );
}
