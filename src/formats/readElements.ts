import * as l10n from "@vscode/l10n";
import { viewOf } from "./dataView";
import { DTYPES } from "./dtype";
import { FormatError } from "./formatError";
import { narrowInteger } from "./narrowInteger";
import type { Reading } from "./reading";
import type { StorageReader } from "./storageReader";
import { isContiguous, type TensorLayout } from "./tensorLayout";
import type { TensorEntry } from "./weightsIndex";

/** One element: exact integers where a double is not enough, `[real, imaginary]` for complex types. */
export type Element = number | bigint | boolean | readonly [number, number];

/** Elements `begin` to `begin + count` of `tensor` in C order. Throws `FormatError` for packed types. */
export function* readElements(
  reader: StorageReader,
  tensor: TensorEntry,
  begin: number,
  count: number,
): Reading<Element[]> {
  const { storage, dtype } = tensor;
  const itemBytes = DTYPES[dtype].bits / 8;
  const decode = elementDecoder(tensor);
  const elements: Element[] = [];
  if (isContiguous(tensor) && count > 0) {
    const bytes = yield* reader.read(storage, (tensor.offset + begin) * itemBytes, count * itemBytes);
    const view = viewOf(bytes);
    for (let index = 0; index < count; index++) elements.push(decode(view, index * itemBytes));
    return elements;
  }
  for (let index = begin; index < begin + count; index++) {
    const bytes = yield* reader.read(storage, storageOffset(tensor, index) * itemBytes, itemBytes);
    elements.push(decode(viewOf(bytes), 0));
  }
  return elements;
}

/** Where element `index` in C order lies, in elements of the storage. */
function storageOffset({ shape, strides, offset }: TensorLayout, index: number): number {
  let at = offset;
  let rest = index;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    at += (rest % shape[dim]!) * strides[dim]!;
    rest = Math.floor(rest / shape[dim]!);
  }
  return at;
}

/** Reads one element at a byte offset. Throws `FormatError` for packed types. */
export function elementDecoder({ dtype }: Pick<TensorEntry, "dtype">): (view: DataView, byteOffset: number) => Element {
  const { parts, bits, decode, decodeExact } = DTYPES[dtype];
  if (!decode) throw new FormatError(l10n.t("Values of type {0} are not decoded.", dtype));
  if (dtype === "bool") return (view, at) => decode(view, at) !== 0;
  if (decodeExact) return (view, at) => narrowInteger(decodeExact(view, at));
  return parts === 1 ? decode : (view, at) => [decode(view, at), decode(view, at + bits / 16)];
}
