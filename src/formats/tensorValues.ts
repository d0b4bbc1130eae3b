import * as l10n from "@vscode/l10n";
import { viewOf } from "./dataView";
import { DTYPES, type DtypeName } from "./dtype";
import { FormatError } from "./formatError";
import { countElements, isContiguous, type TensorLayout } from "./tensorLayout";

/** An expanded tensor repeats its few bytes; this many elements are laid out at most beyond what is stored. */
const MAX_EXPANDED_ELEMENTS = 16 * 1024 * 1024;

/** The values in C order. Whole numbers beyond 2^24 and doubles are rounded. Complex and packed types throw. */
export function toFloat32(dtype: DtypeName, layout: TensorLayout, storage: Uint8Array): Float32Array {
  const { parts, bits, decode } = DTYPES[dtype];
  if (parts !== 1 || !decode)
    throw new FormatError(l10n.t("Values of type {0} cannot be read as real numbers.", dtype));
  const itemBytes = bits / 8;
  const values = new Float32Array(checkExpansion(layout, storage.length / itemBytes));
  const view = viewOf(storage);
  let filled = 0;
  for (const offset of elementOffsets(layout)) values[filled++] = decode(view, offset * itemBytes);
  return values;
}

function checkExpansion(layout: TensorLayout, storedElements: number): number {
  const count = countElements(layout.shape);
  if (count <= Math.max(storedElements, MAX_EXPANDED_ELEMENTS)) return count;
  throw new FormatError(
    l10n.t(
      "A tensor of shape [{0}] repeats {1} stored numbers far too often to be laid out.",
      layout.shape.join(", "),
      storedElements,
    ),
  );
}

/** Offsets of all elements in C order, in elements of the storage. */
export function* elementOffsets({ shape, strides, offset }: TensorLayout): Generator<number, void, undefined> {
  const count = countElements(shape);
  if (isContiguous({ shape, strides })) {
    for (let index = 0; index < count; index++) yield offset + index;
    return;
  }
  const counters = shape.map(() => 0);
  let at = offset;
  for (let index = 0; index < count; index++) {
    yield at;
    for (let dim = shape.length - 1; dim >= 0; dim--) {
      at += strides[dim]!;
      if (++counters[dim]! < shape[dim]!) break;
      at -= strides[dim]! * shape[dim]!;
      counters[dim] = 0;
    }
  }
}
