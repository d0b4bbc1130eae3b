import { layerKind, type Initialization, type LayerTensor } from "../../../layers";
import type { SourceRange } from "../../../modelSpec";
import type { Reason } from "../refusal";
import type { ModuleValue } from "../values/values";

/** A tensor's start: which layer's, and how it is filled. */
export interface Filling {
  readonly module: ModuleValue;
  readonly tensor: LayerTensor;
  readonly initialization: Initialization;
}

/** What constructing the model does to the start of its weights, in the order of execution. */
export class Construction {
  readonly fillings: Filling[] = [];
  /** Why the start of the weights cannot be repeated, when it cannot. */
  obstacle: { readonly reason: Reason; readonly range: SourceRange } | undefined;

  /** A layer comes into being with PyTorch's own start. */
  addLayer(module: ModuleValue): void {
    if (!module.layer) return;
    for (const tensor of layerKind(module.layer).tensors(module.layer)) {
      this.fillings.push({ module, tensor, initialization: tensor.initialization });
    }
  }

  /** Something happens that changes the start in a way that is not followed. */
  blur(range: SourceRange, template: string, ...values: string[]): void {
    this.obstacle ??= { reason: { template, values }, range: { from: range.from, to: range.to } };
  }
}
