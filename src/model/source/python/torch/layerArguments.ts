import type { Extent, LayerArguments, Pair } from "../../../layers";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { Arguments } from "../values/arguments";
import type { Value } from "../values/values";

/** One number for both directions, or two, as a pair. */
export function pair(given: Arguments, parameter: string, otherwise?: number): Pair {
  const value = readExtent(given, parameter, otherwise);
  return typeof value === "number" ? [value, value] : value;
}

/** One number for both directions, or two, as written. */
export function extent(given: Arguments, parameter: string, otherwise?: number): Extent {
  const value = readExtent(given, parameter, otherwise);
  if (typeof value !== "number" && given.find(parameter)?.kind === "list") {
    given.noteWritten(parameter, `[${value.join(", ")}]`);
  }
  return value;
}

function readExtent(given: Arguments, parameter: string, otherwise?: number): Extent {
  const value = otherwise === undefined ? given.need(parameter) : given.find(parameter);
  if (!value) return otherwise!;
  const least = parameter === "padding" ? 0 : 1;
  const size = (item: Value) => {
    if (item.kind !== "int") return given.wrong(parameter, "a whole number or two of them");
    return item.value >= least
      ? item.value
      : refuse(given.range(parameter), REASONS.notPositive, given.name, parameter, item.value);
  };
  if (value.kind === "int") return size(value);
  if (value.kind !== "tuple" && value.kind !== "list") return given.wrong(parameter, "a whole number or two of them");
  const [height, width, ...more] = value.items;
  if (!height || !width || more.length > 0) return given.wrong(parameter, "a whole number or two of them");
  return [size(height), size(width)];
}

/** The output size of adaptive pooling, where `None` keeps a size. */
export function outputSize(given: Arguments): LayerArguments["AdaptiveAvgPool2d"]["outputSize"] {
  const value = given.need("output_size");
  if (value.kind === "int") return given.positiveInt("output_size");
  const items = value.kind === "tuple" || value.kind === "list" ? value.items : [];
  if (items.length !== 2) return given.wrong("output_size", "a whole number or two of them");
  const [height, width] = items.map(item => {
    if (item.kind === "none") return null;
    return item.kind === "int" && item.value > 0
      ? item.value
      : given.wrong("output_size", "a whole number or two of them");
  }) as [number | null, number | null];
  if (value.kind === "list") given.noteWritten("output_size", `[${height ?? "None"}, ${width ?? "None"}]`);
  return [height, width];
}

/** The shape that `nn.LayerNorm` normalises over. */
export function normalizedShape(given: Arguments): readonly number[] {
  const value = given.need("normalized_shape");
  return value.kind === "int" ? [given.positiveInt("normalized_shape")] : given.ints("normalized_shape");
}

/** The share of values that dropout drops. */
export function probability(given: Arguments): number {
  const p = given.float("p", 0.5);
  return p >= 0 && p <= 1 ? p : refuse(given.range("p"), REASONS.probability, p);
}
