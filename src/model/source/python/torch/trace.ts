import { layerKind, type Layer } from "../../../layers";
import type { Shape, SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../refusal";
import type { ModuleValue, Size, TensorValue } from "../values/values";

/** One call of a layer while `forward` is followed. */
export interface TracedCall {
  readonly layer: Layer;
  /** The module that was called; absent for functions. */
  readonly module: ModuleValue | undefined;
  readonly range: SourceRange;
  readonly input: TensorValue["origin"];
  /** Of one sample. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
}

/** What `forward` does to the images, call by call. */
export class Trace {
  readonly calls: TracedCall[] = [];

  /** `nameOf` says how a module is called in sentences. */
  constructor(readonly nameOf: (module: ModuleValue) => string) {}

  /** The output of `layer` on `input`. */
  apply(layer: Layer, input: TensorValue, range: SourceRange, module?: ModuleValue): TensorValue {
    const inputShape = sampleShape(input, range);
    const outputShape = layerKind(layer).outputShape(layer, inputShape);
    if (!outputShape) return this.#refuseShape(layer, inputShape, range, module);
    const shape = [input.shape[0]!, ...outputShape];
    if (input.origin === "constant") return { kind: "tensor", shape, origin: "constant" };
    this.calls.push({
      layer,
      module,
      range: { from: range.from, to: range.to },
      input: input.origin,
      inputShape,
      outputShape,
    });
    return { kind: "tensor", shape, origin: this.calls.length - 1 };
  }

  #refuseShape(layer: Layer, input: Shape, range: SourceRange, module: ModuleValue | undefined): never {
    const name = module ? this.nameOf(module) : layer.type;
    if (layer.type === "Linear") refuse(range, REASONS.features, name, layer.inFeatures, input.at(-1) ?? 0);
    return refuse(range, REASONS.shape, name, layer.type, `[${input.join(", ")}]`);
  }
}

/** The shape of one sample of `tensor`, whose first size must be the batch's. */
export function sampleShape(tensor: TensorValue, range: SourceRange): Shape {
  const [batch, ...sizes] = tensor.shape;
  if (batch === undefined) return refuse(range, REASONS.noBatch);
  if (tensor.origin !== "constant" && (typeof batch === "number" || batch.factor !== 1)) refuse(range, REASONS.noBatch);
  return sizes.map(size => (typeof size === "number" ? size : refuse(range, REASONS.noBatch)));
}

export const BATCH: Size = { kind: "batch-size", factor: 1 };
