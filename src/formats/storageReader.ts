import * as l10n from "@vscode/l10n";
import { crc32 } from "./crc32";
import { FormatError, quoted } from "./formatError";
import { checkCrc, readPayload } from "./payload";
import { readBytes, type Reading } from "./reading";
import type { StorageEntry } from "./weightsIndex";

const CHUNK_BYTES = 1024 * 1024;

/** Reads pieces of storages. Only a compressed one is ever held whole, and only the one last used. */
export class StorageReader {
  #inflated: { readonly storage: StorageEntry; readonly bytes: Uint8Array } | undefined;

  *read(storage: StorageEntry, offset: number, length: number): Reading<Uint8Array> {
    const payload = payloadOf(storage);
    if (!payload.deflated) return yield* readBytes(payload.begin + offset, length);
    if (this.#inflated?.storage !== storage) this.#inflated = { storage, bytes: yield* readPayload(payload) };
    return this.#inflated.bytes.subarray(offset, offset + length);
  }

  /** Compares the bytes of `storage` with their checksum, where the file has one. */
  *verify(storage: StorageEntry): Reading<void> {
    const payload = payloadOf(storage);
    if (payload.crc32 === undefined) return;
    let crc = 0;
    for (let at = 0; at < storage.byteLength; at += CHUNK_BYTES) {
      crc = crc32(yield* this.read(storage, at, Math.min(CHUNK_BYTES, storage.byteLength - at)), crc);
    }
    checkCrc(payload, crc);
  }
}

function payloadOf({ key, payload }: StorageEntry) {
  if (payload) return payload;
  throw new FormatError(l10n.t("The file lacks the bytes of its storage {0}.", quoted(key)));
}
