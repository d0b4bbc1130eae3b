import * as l10n from "@vscode/l10n";
import { readSync } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import type { ByteSource } from "../formats/byteSource";
import { FormatError } from "../formats/formatError";

/** Headers are thousands of small reads; a round trip through the thread pool costs twenty times such a read. */
const SMALL_BYTES = 64 * 1024;

/** A file on disk, read in pieces. Whoever opens it closes it. */
export class FileSource implements ByteSource {
  private constructor(
    private readonly handle: FileHandle,
    readonly size: number,
  ) {}

  static async open(path: string): Promise<FileSource> {
    // A named pipe would keep `open` waiting for a writer; devices have no size.
    if ((await stat(path)).isFIFO()) throw new FormatError(l10n.t("The path leads to a pipe, not to a file."));
    const handle = await open(path, "r");
    try {
      return new FileSource(handle, (await handle.stat()).size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, await this.readInto(bytes, offset));
  }

  /** Fills `bytes` with what the file has from `offset` on; resolves to how many bytes that were. */
  async readInto(bytes: Uint8Array, offset: number): Promise<number> {
    let filled = 0;
    while (filled < bytes.length) {
      const rest = bytes.length - filled;
      const bytesRead =
        bytes.length <= SMALL_BYTES
          ? readSync(this.handle.fd, bytes, filled, rest, offset + filled)
          : (await this.handle.read(bytes, filled, rest, offset + filled)).bytesRead;
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
