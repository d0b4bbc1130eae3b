import { layerKind, type Initialization, type Layer, type LayerTensor } from "../../../layers";
import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import type { Reason } from "../../reason";
import type { ModuleValue, Size } from "../values/values";

/** One filling of a tensor, or a draw that goes nowhere. */
export interface TracedFilling {
  readonly target?: { readonly module: ModuleValue; readonly name: string };
  readonly shape: readonly number[];
  readonly initialization: Initialization;
}

/** What constructing the model does to the start of its weights, in the order of execution. */
export class Construction {
  readonly fillings: TracedFilling[] = [];
  /** Why the start of the weights cannot be repeated, when it cannot. */
  obstacle: { readonly reason: Reason; readonly range: SourceRange } | undefined;

  /** A layer comes into being with PyTorch's own start. */
  addLayer(module: ModuleValue): void {
    if (!module.layer) return;
    for (const tensor of layerKind(module.layer).tensors(module.layer)) {
      this.fill(module, tensor, tensor.initialization);
    }
  }

  /** A tensor of a layer is filled. */
  fill(
    module: ModuleValue,
    { name, shape }: Pick<LayerTensor, "name" | "shape">,
    initialization: Initialization,
  ): void {
    this.fillings.push({ target: { module, name }, shape, initialization });
  }

  /** Random numbers are drawn that become no weight. */
  addDraw(shape: readonly Size[], initialization: Initialization): void {
    this.fillings.push({ shape: shape.filter(size => typeof size === "number"), initialization });
  }

  /** A layer runs while the model is constructed, which may draw numbers or count batches. */
  applyLayer(layer: Layer, range: SourceRange): void {
    const changesState = /^(Dropout|BatchNorm)/.test(layer.type);
    if (changesState) this.blur(range, REASONS.ranEarly, layer.type);
  }

  /** Something happens that changes the start in a way that is not followed. */
  blur(range: SourceRange, template: string, ...values: string[]): void {
    this.obstacle ??= { reason: { template, values }, range: { from: range.from, to: range.to } };
  }
}
