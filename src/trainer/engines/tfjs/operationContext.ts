import type { Shape } from "../../../model/modelSpec";
import type { Constants } from "./constants";
import type { Pass, Parameter } from "./operation";
import type { Tensor, Tensorflow, Variable } from "./tensorflow";

/** Draws what `count` values are multiplied with: 0, or 1 / (1 - p). PyTorch's generator is one. */
export interface DropoutSource {
  dropoutNoise(count: number, p: number): Float32Array;
}

/** What an operation is made from. */
export interface OperationContext {
  readonly tf: Tensorflow;
  readonly constant: Constants["of"];
  /** Of one sample. */
  readonly inputShape: Shape;
  readonly dropoutSource: DropoutSource;
  /** The layer's own trained tensor of that short name, in a pass. */
  readonly parameter: (name: string) => ((pass: Pass) => Parameter) | undefined;
  /** The layer's own buffer of that short name. */
  readonly buffer: (name: string) => Variable | undefined;
}

/** Adds to the gradient of `parameter`, which a module called twice gets in parts. */
export function addGradient(tf: Tensorflow, parameter: Parameter, part: Tensor): void {
  parameter.gradient = parameter.gradient ? tf.add(parameter.gradient, part) : part;
}
