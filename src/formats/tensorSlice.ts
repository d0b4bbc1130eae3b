import { viewOf } from "./dataView";
import { DTYPES } from "./dtype";
import { elementDecoder, type Element } from "./readElements";
import type { Reading } from "./reading";
import type { StorageReader } from "./storageReader";
import type { TensorEntry } from "./weightsIndex";

/** One dimension of a slice: `count` places from `begin`, `step` apart. */
export interface TensorSliceAxis {
  readonly dimension: number;
  readonly begin: number;
  readonly count: number;
  readonly step: number;
}

/** A part of a tensor with one axis or two; a dimension that is no axis stays at its place of `at`. */
export interface TensorSlice {
  readonly rows?: TensorSliceAxis;
  readonly columns?: TensorSliceAxis;
  readonly at: readonly number[];
}

const MAX_ELEMENTS = 1024 * 1024;
/** A run that spreads over more than this is read element by element. */
const MAX_SPAN_BYTES = 1024 * 1024;

/** The elements of a slice, row by row. Throws `RangeError` for places that the tensor does not have. */
export function* readTensorSlice(reader: StorageReader, tensor: TensorEntry, slice: TensorSlice): Reading<Element[]> {
  const rows = axisOf(tensor, slice.rows);
  const columns = axisOf(tensor, slice.columns);
  if (rows.count * columns.count > MAX_ELEMENTS) throw new RangeError("The slice is too large to be shown.");
  const begin = tensor.offset + fixedOffset(tensor, slice) + rows.begin + columns.begin;
  const decode = elementDecoder(tensor);
  const itemBytes = DTYPES[tensor.dtype].bits / 8;
  const elements = new Array<Element>(rows.count * columns.count);

  // runs go along the axis whose elements lie closer together, whichever it is
  const runsAreRows = columns.step <= rows.step || rows.count === 1;
  const [outer, inner] = runsAreRows ? [rows, columns] : [columns, rows];
  const place = (run: number, at: number) => (runsAreRows ? run * columns.count + at : at * columns.count + run);
  const span = ((inner.count - 1) * inner.step + 1) * itemBytes;
  for (let run = 0; run < outer.count; run++) {
    const first = begin + run * outer.step;
    if (span <= MAX_SPAN_BYTES) {
      const view = viewOf(yield* reader.read(tensor.storage, first * itemBytes, span));
      for (let at = 0; at < inner.count; at++) elements[place(run, at)] = decode(view, at * inner.step * itemBytes);
    } else {
      for (let at = 0; at < inner.count; at++) {
        const bytes = yield* reader.read(tensor.storage, (first + at * inner.step) * itemBytes, itemBytes);
        elements[place(run, at)] = decode(viewOf(bytes), 0);
      }
    }
  }
  return elements;
}

/** An axis in elements of the storage. */
interface StorageAxis {
  readonly begin: number;
  readonly count: number;
  readonly step: number;
}

function axisOf({ shape, strides }: TensorEntry, axis: TensorSliceAxis | undefined): StorageAxis {
  if (!axis) return { begin: 0, count: 1, step: 0 };
  const { dimension, begin, count, step } = axis;
  const size = shape[dimension] ?? 0;
  const isWhole = [begin, count, step].every(Number.isSafeInteger) && begin >= 0 && count >= 1 && step >= 1;
  if (!isWhole || begin + (count - 1) * step >= size) throw new RangeError("The tensor has no such slice.");
  const stride = strides[dimension]!;
  return { begin: begin * stride, count, step: step * stride };
}

function fixedOffset({ shape, strides }: TensorEntry, { rows, columns, at }: TensorSlice): number {
  if (rows && rows.dimension === columns?.dimension) throw new RangeError("The two axes of a slice must differ.");
  return shape.reduce((offset, size, dimension) => {
    if (dimension === rows?.dimension || dimension === columns?.dimension) return offset;
    const place = at[dimension];
    if (place === undefined || !Number.isSafeInteger(place) || place < 0 || place >= size) {
      throw new RangeError("The tensor has no such slice.");
    }
    return offset + place * strides[dimension]!;
  }, 0);
}
