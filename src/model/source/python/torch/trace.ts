import { layerKind, type Layer } from "../../../layers";
import type { Shape, SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { Refused, refuse } from "../../refusal";
import type { ModuleValue, Size, TensorValue } from "../values/values";
import { findMisfit } from "./findMisfit";
import { shapeReason } from "./shapeReason";

/** One call of a layer while `forward` is followed. */
export interface TracedCall {
  readonly layer: Layer;
  /** The module that was called; absent for functions. */
  readonly module: ModuleValue | undefined;
  readonly range: SourceRange;
  /** Indexes of the calls that gave its inputs, -1 for the images. */
  readonly inputs: readonly number[];
  /** Of one sample. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
}

const IMAGES = -1;
/** Layers whose output shares its memory with their input. */
const VIEWS = new Set(["Flatten", "Unflatten", "Permute", "Identity", "Dropout", "Dropout1d", "Dropout2d"]);

/** What `forward` does to the images, call by call. */
export class Trace {
  readonly calls: TracedCall[] = [];
  /** Where a tensor was overwritten in place: by call, the call that wrote. */
  readonly #overwritten = new Map<number, number>();
  /** Tensors whose memory was written to through a view. */
  readonly #spoiled = new Set<number>();

  /** `nameOf` says how a module is called in sentences; `onConstant` hears of layers on tensors without images. */
  constructor(
    readonly nameOf: (module: ModuleValue) => string,
    readonly onConstant: (layer: Layer, range: SourceRange) => void = () => undefined,
  ) {}

  /** The output of `layer` on `input`. */
  apply(layer: Layer, input: TensorValue, range: SourceRange, module?: ModuleValue): TensorValue {
    return this.#record(layer, [input], range, module);
  }

  /** The output of a layer of several inputs. */
  join(layer: Layer, inputs: readonly [TensorValue, ...TensorValue[]], range: SourceRange): TensorValue {
    return this.#record(layer, inputs, range, undefined);
  }

  /** Index of the call whose output `tensor` holds now, -1 for the images. */
  indexOf(tensor: TensorValue, range: SourceRange): number {
    if (tensor.origin === "constant" || tensor.origin === "part") return refuse(range, REASONS.notTheImages);
    let index = tensor.origin === "input" ? IMAGES : tensor.origin;
    for (let by = this.#overwritten.get(index); by !== undefined; by = this.#overwritten.get(index)) index = by;
    return this.#spoiled.has(index) ? refuse(range, REASONS.overwritten) : index;
  }

  #record(
    layer: Layer,
    inputs: readonly [TensorValue, ...TensorValue[]],
    range: SourceRange,
    module: ModuleValue | undefined,
  ): TensorValue {
    const [input, ...others] = inputs;
    const [inputShape, ...otherShapes] = inputs.map(tensor => sampleShape(tensor, range)) as [Shape, ...Shape[]];
    const outputShape = layerKind(layer).outputShape(layer, inputShape, otherShapes);
    if (!outputShape) {
      const reason = shapeReason(layer, [inputShape, ...otherShapes], module && this.nameOf(module));
      const source = typeof input.origin === "number" ? input.origin : IMAGES;
      const consumption = { layer, module, input: inputShape, source };
      const misfit = input.origin === "constant" ? undefined : findMisfit(this.calls, consumption, this.nameOf);
      throw new Refused(reason, { from: range.from, to: range.to }, misfit && { misfit });
    }
    const shape = [input.shape[0]!, ...outputShape];
    if (inputs.every(tensor => tensor.origin === "constant")) {
      this.onConstant(layer, range);
      return { kind: "tensor", shape, origin: "constant" };
    }
    const sources = [input, ...others].map(tensor => this.indexOf(tensor, range));
    const index = this.calls.length;
    this.calls.push({
      layer,
      module,
      range: { from: range.from, to: range.to },
      inputs: sources,
      inputShape,
      outputShape,
    });
    if ("inplace" in layer && layer.inplace) this.overwrite(sources[0]!, index);
    return { kind: "tensor", shape, origin: index };
  }

  /** What call `by` gives is written over what call `index` gave. */
  overwrite(index: number, by: number): void {
    this.#overwritten.set(index, by);
    for (let at = index; at !== IMAGES && VIEWS.has(this.calls[at]!.layer.type);) {
      at = this.calls[at]!.inputs[0]!;
      this.#spoiled.add(at);
    }
  }
}

/** The shape of one sample of `tensor`, whose first size must be the batch's. */
export function sampleShape(tensor: TensorValue, range: SourceRange): Shape {
  const [batch, ...sizes] = tensor.shape;
  if (batch === undefined || tensor.origin === "part") return refuse(range, REASONS.noBatch);
  if (tensor.origin !== "constant" && (typeof batch === "number" || batch.factor !== 1)) refuse(range, REASONS.noBatch);
  return sizes.map(size => (typeof size === "number" ? size : refuse(range, REASONS.noBatch)));
}

export const BATCH: Size = { kind: "batch-size", factor: 1 };
