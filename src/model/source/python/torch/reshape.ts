import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { Size, TensorValue } from "../values/values";
import type { Trace } from "./trace";

/**
 * `tensor.view(sizes)`, where one size may be -1. Recorded as the `Flatten` and `Unflatten` that it equals, or as
 * nothing where nothing changes.
 */
export function reshape(trace: Trace, tensor: TensorValue, sizes: readonly Size[], range: SourceRange): TensorValue {
  const shape = completeSizes(tensor, sizes, range);
  if (areSame(shape, tensor.shape)) return tensor;
  if (tensor.origin === "constant") return { ...tensor, shape };
  const [batch, ...rest] = shape;
  if (batch === undefined || typeof batch === "number" || batch.factor !== 1) return refuse(range, REASONS.mixesImages);
  const target = rest.map(size => (typeof size === "number" ? size : refuse(range, REASONS.mixesImages)));
  const flat =
    tensor.shape.length > 2 ? trace.apply({ type: "Flatten", startDim: 1, endDim: -1 }, tensor, range) : tensor;
  return target.length === 1 ? flat : trace.apply({ type: "Unflatten", dim: 1, unflattenedSize: target }, flat, range);
}

/** The number of values in a tensor of this shape. */
export function totalSize(shape: readonly Size[]): Size {
  const { factor, batches } = product(shape);
  return batches === 0 ? factor : { kind: "batch-size", factor };
}

/** Sizes for a sentence, the batch as `N`. */
export function sizesText(sizes: readonly Size[]): string {
  return `[${sizes.map(sizeText).join(", ")}]`;
}

function completeSizes(tensor: TensorValue, sizes: readonly Size[], range: SourceRange): Size[] {
  const total = product(tensor.shape);
  const open = sizes.filter(size => size === -1).length;
  if (open > 1 || sizes.some(size => typeof size === "number" && size < -1)) refuse(range, REASONS.badView);
  const known = product(sizes.filter(size => size !== -1));
  const misfits = () => refuse(range, REASONS.viewMisfit, sizesText(tensor.shape), sizesText(sizes));
  if (open === 0) {
    // A fixed number of images would fit one size of batch only.
    return known.factor === total.factor && known.batches === total.batches ? [...sizes] : misfits();
  }
  const factor = total.factor / known.factor;
  const batches = total.batches - known.batches;
  if (!Number.isInteger(factor) || batches < 0) return misfits();
  const missing: Size = batches === 0 ? factor : { kind: "batch-size", factor };
  return sizes.map(size => (size === -1 ? missing : size));
}

function product(sizes: readonly Size[]): { readonly factor: number; readonly batches: number } {
  return {
    factor: sizes.reduce<number>((result, size) => result * (typeof size === "number" ? size : size.factor), 1),
    batches: sizes.filter(size => typeof size !== "number").length,
  };
}

const sizeText = (size: Size) =>
  typeof size === "number" ? String(size) : size.factor === 1 ? "N" : `${size.factor} N`;

const areSame = (a: readonly Size[], b: readonly Size[]) =>
  a.length === b.length && a.every((size, at) => sizeText(size) === sizeText(b[at]!));
