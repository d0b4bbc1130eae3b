import type { LayerOf } from "../../../layers";
import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../refusal";
import type { Size, TensorValue } from "../values/values";
import type { Trace } from "./trace";

/** `tensor.view(sizes)`, where one size may be -1. Recorded as the layers it equals, or as nothing when nothing changes. */
export function reshape(trace: Trace, tensor: TensorValue, sizes: readonly Size[], range: SourceRange): TensorValue {
  const shape = completeSizes(tensor, sizes, range);
  if (areSame(shape, tensor.shape)) return tensor;
  if (tensor.origin === "constant") return { ...tensor, shape };
  const [batch, ...rest] = shape;
  if (batch === undefined || typeof batch === "number" || batch.factor !== 1) return refuse(range, REASONS.mixesImages);
  if (rest.length === 1 && tensor.shape.length > 1) {
    const flatten: LayerOf<"Flatten"> = { type: "Flatten", startDim: 1, endDim: -1 };
    return trace.apply(flatten, tensor, range);
  }
  return refuse(range, REASONS.construct, "this `view`");
}

function completeSizes(tensor: TensorValue, sizes: readonly Size[], range: SourceRange): Size[] {
  const total = product(tensor.shape);
  const open = sizes.filter(size => size === -1).length;
  if (open > 1 || sizes.some(size => typeof size === "number" && size < -1)) refuse(range, REASONS.badView);
  const known = product(sizes.filter(size => size !== -1));
  if (open === 0) {
    if (known.factor !== total.factor || known.batches !== total.batches) {
      refuse(range, REASONS.viewMisfit, sizesText(tensor.shape), sizesText(sizes));
    }
    return [...sizes];
  }
  const factor = total.factor / known.factor;
  const batches = total.batches - known.batches;
  if (!Number.isInteger(factor) || batches < 0) {
    refuse(range, REASONS.viewMisfit, sizesText(tensor.shape), sizesText(sizes));
  }
  const missing: Size = batches === 0 ? factor : { kind: "batch-size", factor };
  return sizes.map(size => (size === -1 ? missing : size));
}

function product(sizes: readonly Size[]): { factor: number; batches: number } {
  let [factor, batches] = [1, 0];
  for (const size of sizes) {
    factor *= typeof size === "number" ? size : size.factor;
    batches += typeof size === "number" ? 0 : 1;
  }
  return { factor, batches };
}

function areSame(a: readonly Size[], b: readonly Size[]): boolean {
  const text = (size: Size) => (typeof size === "number" ? String(size) : `${size.factor}N`);
  return a.length === b.length && a.every((size, index) => text(size) === text(b[index]!));
}

/** Sizes for a sentence, the batch as `N`. */
export function sizesText(sizes: readonly Size[]): string {
  const text = (size: Size) => (typeof size === "number" ? String(size) : size.factor === 1 ? "N" : `${size.factor} N`);
  return `[${sizes.map(text).join(", ")}]`;
}
