import * as l10n from "@vscode/l10n";
import { viewOf } from "./dataView";
import { FormatError } from "./formatError";
import { readBytes, type Reading } from "./reading";
import { recogniseFile } from "./recogniseFile";
import { LENGTH_BYTES, MAX_HEADER_BYTES, readSafetensors } from "./safetensors";
import { findLegacyMagic, readTorchLegacy } from "./torchLegacy";
import { readTorchZip } from "./torchZip";
import type { WeightsIndex } from "./weightsIndex";

const OPENING_BYTES = 512;
const ZIP_MAGIC = [0x50, 0x4b, 3, 4];
/** What JSON may begin with: a brace, or white space before it. */
const JSON_OPENINGS = new Set([0x7b, 0x20, 0x09, 0x0a, 0x0d]);

/** Recognises a file of weights by its content and reads its headers. Throws `FormatError` for what it is not. */
export function* readWeightsIndex(fileSize: number): Reading<WeightsIndex> {
  if (fileSize === 0) throw new FormatError(l10n.t("The file is empty."));
  const opening = yield* readBytes(0, Math.min(fileSize, OPENING_BYTES));
  if (startsWith(opening, ZIP_MAGIC)) return yield* readTorchZip(fileSize);
  const magicLength = findLegacyMagic(opening);
  if (magicLength !== undefined) return yield* readTorchLegacy(fileSize, magicLength);
  if (looksLikeSafetensors(opening)) return yield* readSafetensors(fileSize);
  throw new FormatError(recogniseFile(opening));
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

function looksLikeSafetensors(opening: Uint8Array): boolean {
  const first = opening[LENGTH_BYTES];
  if (first === undefined || !JSON_OPENINGS.has(first)) return false;
  return first === 0x7b || viewOf(opening).getBigUint64(0, true) <= MAX_HEADER_BYTES;
}
