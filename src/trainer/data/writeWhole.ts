import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { PartialFile } from "./partialFile";

/** Writes a file that appears in `folder` only when all of it is on the disk. */
export async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const part = await PartialFile.claim(folder, name);
  try {
    const file = await open(part.path, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part.path, join(folder, name));
  } catch (error) {
    await part.remove();
    throw error;
  }
}
