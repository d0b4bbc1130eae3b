import { FormatError } from "./formatError";
import { readBytes, type Reading } from "./reading";
import { LENGTH_BYTES, readSafetensors } from "./safetensors";
import { readTorchZip } from "./torchZip";
import type { WeightsIndex } from "./weightsIndex";

const OPENING_BYTES = 512;

/** Recognises a file of weights by its content and reads its headers. Throws `FormatError` for what it is not. */
export function* readWeightsIndex(fileSize: number): Reading<WeightsIndex> {
  if (fileSize === 0) throw new FormatError("The file is empty.");
  const opening = yield* readBytes(0, Math.min(fileSize, OPENING_BYTES));
  if (startsWith(opening, [0x50, 0x4b, 0x03, 0x04])) return yield* readTorchZip(fileSize);
  if (opening[LENGTH_BYTES] === 0x7b) return yield* readSafetensors(fileSize);
  throw new FormatError("The file is neither a .pth file of PyTorch nor a .safetensors file.");
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}
