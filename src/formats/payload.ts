import * as l10n from "@vscode/l10n";
import { crc32 } from "./crc32";
import { FormatError } from "./formatError";
import { inflateExactly } from "./inflate";
import { readBytes, type Reading } from "./reading";

/** Bytes with a meaning of their own inside a file, such as a tensor's storage. */
export interface Payload {
  /** Within a sentence: `the zip entry "archive/data/0"`. */
  readonly name: string;
  readonly begin: number;
  /** Bytes in the file. */
  readonly storedLength: number;
  /** Bytes after inflation; the same when nothing is compressed. */
  readonly length: number;
  readonly deflated: boolean;
  /** Absent when the writer left it out. */
  readonly crc32?: number | undefined;
}

/** The whole content, inflated and compared with its checksum. */
export function* readPayload(payload: Payload): Reading<Uint8Array> {
  const stored = yield* readBytes(payload.begin, payload.storedLength);
  const content = payload.deflated ? inflateExactly(stored, payload.length, payload.name) : stored;
  if (payload.crc32 !== undefined) checkCrc(payload, crc32(content));
  return content;
}

/** Refuses a payload whose content has another CRC-32 than its file says. */
export function checkCrc(payload: Payload, actual: number): void {
  if (actual === payload.crc32) return;
  throw new FormatError(l10n.t("The file is damaged: the checksum of {0} does not match its bytes.", payload.name));
}
