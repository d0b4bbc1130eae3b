import { viewOf } from "./dataView";
import { DTYPES } from "./dtype";
import type { Reading } from "./reading";
import type { StorageReader } from "./storageReader";
import type { TensorEntry } from "./weightsIndex";

interface Dimension {
  readonly size: number;
  readonly stride: number;
}

/** `count` elements, the first at byte `begin` of the window, the others `step` bytes apart. */
type VisitRun = (begin: number, step: number, count: number) => void;

/** A piece of a storage and the elements in it; each element of a tensor is in one window. */
export interface ElementWindow {
  readonly view: DataView;
  readonly forEachRun: (visit: VisitRun) => void;
}

/** The order in which to visit the elements of a tensor when C order does not matter: as they lie in the file. */
export interface StorageOrder {
  readonly dimensions: readonly Dimension[];
  /** How often each stored element counts: an expanded tensor repeats its elements. */
  readonly repeats: number;
  /** Elements to visit, without the repeats. */
  readonly visits: number;
}

const WINDOW_BYTES = 1024 * 1024;

export function storageOrder({ shape, strides }: Pick<TensorEntry, "shape" | "strides">): StorageOrder {
  const all = shape.map((size, dim): Dimension => ({ size, stride: strides[dim]! }));
  const product = (dimensions: readonly Dimension[]) => dimensions.reduce((count, { size }) => count * size, 1);
  const repeated = all.filter(({ stride }) => stride === 0);
  const sorted = all.filter(({ size, stride }) => stride > 0 && size !== 1).sort((a, b) => b.stride - a.stride);
  const merged: Dimension[] = [];
  for (const dimension of sorted) {
    const outer = merged.at(-1);
    if (outer?.stride !== dimension.stride * dimension.size) merged.push(dimension);
    else merged[merged.length - 1] = { size: outer.size * dimension.size, stride: dimension.stride };
  }
  return { dimensions: merged, repeats: product(repeated), visits: product(merged) };
}

/** Reads a tensor window by window and hands each to `use`. Memory stays bounded whatever the strides are. */
export function* readWindows(
  reader: StorageReader,
  tensor: TensorEntry,
  { dimensions }: StorageOrder,
  use: (window: ElementWindow) => void,
): Reading<void> {
  const itemBytes = DTYPES[tensor.dtype].bits / 8;
  const spanOf = (of: readonly Dimension[]) =>
    of.reduce((span, { size, stride }) => span + (size - 1) * stride * itemBytes, itemBytes);

  const visit = function* (at: number, [outer, ...inner]: readonly Dimension[]): Reading<void> {
    if (!outer) return yield* readOne(at, []);
    const innerSpan = spanOf(inner);
    if (innerSpan > WINDOW_BYTES) {
      for (let index = 0; index < outer.size; index++) yield* visit(at + index * outer.stride, inner);
      return;
    }
    const group = Math.floor((WINDOW_BYTES - innerSpan) / (outer.stride * itemBytes)) + 1;
    for (let index = 0; index < outer.size; index += group) {
      const size = Math.min(group, outer.size - index);
      yield* readOne(at + index * outer.stride, [{ size, stride: outer.stride }, ...inner]);
    }
  };
  const readOne = function* (at: number, within: readonly Dimension[]): Reading<void> {
    const view = viewOf(yield* reader.read(tensor.storage, at * itemBytes, spanOf(within)));
    use({ view, forEachRun: visit => walk(within, 0, 0, itemBytes, visit) });
  };
  yield* visit(tensor.offset, dimensions);
}

function walk(dimensions: readonly Dimension[], dim: number, at: number, itemBytes: number, visit: VisitRun): void {
  const { size, stride } = dimensions[dim] ?? { size: 1, stride: 1 };
  const step = stride * itemBytes;
  if (dim + 1 >= dimensions.length) {
    visit(at, step, size);
    return;
  }
  for (let index = 0; index < size; index++) walk(dimensions, dim + 1, at + index * step, itemBytes, visit);
}
