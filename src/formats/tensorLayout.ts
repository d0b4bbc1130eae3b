import * as l10n from "@vscode/l10n";
import { DTYPES, type DtypeName } from "./dtype";
import { FormatError } from "./formatError";

/** How the elements of a tensor lie in its storage; all counts are in elements. */
export interface TensorLayout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

/** More than PyTorch's own operations take. */
const MAX_DIMENSIONS = 64;

/** PyTorch and safetensors multiply sizes in 64 bits, in order: they refuse what overflows even before a size of zero. */
const MAX_PRODUCT = 2 ** 63;

/** The number of elements, checked to be a number that exists. */
export function countElements(shape: readonly number[]): number {
  const multiply = (product: number, size: number) => checkSafe(product * size, MAX_PRODUCT);
  return checkSafe(shape.reduce(multiply, 1));
}

/** The strides of a row-major tensor without gaps. */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape.toReversed()) {
    strides.unshift(stride);
    stride *= Math.max(size, 1);
  }
  return strides;
}

/** True when the elements lie in C order without gaps; strides of dimensions of size 1 do not matter. */
export function isContiguous({ shape, strides }: Pick<TensorLayout, "shape" | "strides">): boolean {
  if (shape.includes(0)) return true;
  const plain = contiguousStrides(shape);
  return shape.every((size, dim) => size === 1 || strides[dim] === plain[dim]);
}

/** Refuses a layout that reaches outside a storage of `capacity` elements. */
export function checkLayout(layout: TensorLayout, capacity: number): TensorLayout {
  const { shape, strides, offset } = layout;
  if (shape.length > MAX_DIMENSIONS)
    throw new FormatError(l10n.t("A tensor of the file has {0} dimensions.", shape.length));
  if (strides.length !== shape.length) {
    throw new FormatError(l10n.t("A tensor of the file has {0} sizes but {1} strides.", shape.length, strides.length));
  }
  for (const number of [...shape, ...strides, offset]) {
    if (!Number.isSafeInteger(number) || number < 0) {
      throw new FormatError(
        l10n.t("A tensor of the file has a size, stride or offset that is no whole number from 0: {0}.", number),
      );
    }
  }
  if (countElements(shape) === 0) return layout;
  const last = shape.reduce((sum, size, dim) => checkSafe(sum + checkSafe((size - 1) * strides[dim]!)), offset);
  if (last < capacity) return layout;
  throw new FormatError(
    l10n.t(
      "A tensor of the file of shape [{0}] reaches to element {1} of a storage that has {2}.",
      shape.join(", "),
      last,
      capacity,
    ),
  );
}

function checkSafe(value: number, most = Number.MAX_SAFE_INTEGER): number {
  if (value <= most) return value;
  throw new FormatError(l10n.t("A tensor of the file has sizes or strides that no memory could hold."));
}

/** Bytes that `count` elements of `dtype` take; packed types must fill whole bytes. */
export function byteLengthOf(dtype: DtypeName, count: number): number {
  const bits = checkSafe(DTYPES[dtype].bits * count);
  if (bits % 8 === 0) return bits / 8;
  throw new FormatError(
    l10n.t("A tensor of the file has {0} elements of {1}, which do not fill whole bytes.", count, dtype),
  );
}
