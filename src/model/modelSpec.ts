import type { Initialization, Layer } from "./layers";

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
  /** Dotted path of the same module under an earlier name; its tensors are one and the same. */
  readonly sharedWith?: string;
  /** What PyTorch prints in the parentheses when the arguments were written in a form that `layer` does not keep. */
  readonly written?: string;
  readonly range?: SourceRange;
}

/** One call of `forward`, in the order of execution. */
export interface Call {
  readonly layer: Layer;
  /** Dotted path of the module that is called, such as `fc1` or `net.0`; absent for functions like `torch.relu`. */
  readonly module?: string;
  /** Indexes of the calls whose outputs it takes, -1 for the images; absent when it takes what the call before it gives. */
  readonly inputs?: readonly number[];
  readonly range?: SourceRange;
}

/** One step of filling the weights with their start; a tensor without a name is drawn and thrown away. */
export interface Filling {
  readonly tensor?: string;
  readonly shape: Shape;
  readonly initialization: Initialization;
}

/** A network: what it owns (`modules`, PyTorch's `named_children` tree) and what it does (`calls`). Plain JSON data. */
export interface ModelSpec {
  readonly name: string;
  /** The shape of one sample as `forward` receives it. */
  readonly inputShape: Shape;
  readonly modules: readonly ModuleNode[];
  /** The last call gives the output. */
  readonly calls: readonly Call[];
  /** How the weights get their start; absent when each tensor of the state dict is filled in order, as its layer says. */
  readonly start?: readonly Filling[];
}
