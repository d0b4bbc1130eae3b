import type { Layer } from "./layers";

/** Sizes of a tensor without its batch dimension: `[1, 28, 28]` for one grey image, `[784]` for a row of features. */
export type Shape = readonly number[];

/** A half-open range of characters in the text a model was read from. */
export interface SourceRange {
  readonly from: number;
  readonly to: number;
}

/** One attribute of an `nn.Module`: a layer, or a container with modules of its own, in the order of definition. */
export interface ModuleNode {
  readonly name: string;
  /** The class name PyTorch prints, such as `Linear`, `Sequential` or a class of the user's file. */
  readonly type: string;
  readonly layer?: Layer;
  readonly children?: readonly ModuleNode[];
  readonly range?: SourceRange;
}

/** One call of `forward`, in the order of execution. */
export interface Call {
  readonly layer: Layer;
  /** Dotted path of the module that is called, such as `fc1` or `net.0`; absent for functions like `torch.relu`. */
  readonly module?: string;
  readonly range?: SourceRange;
}

/** A network: what it owns (`modules`, PyTorch's `named_children` tree) and what it does (`calls`). Plain JSON data. */
export interface ModelSpec {
  readonly name: string;
  /** The shape of one sample as `forward` receives it. */
  readonly inputShape: Shape;
  readonly modules: readonly ModuleNode[];
  readonly calls: readonly Call[];
}
