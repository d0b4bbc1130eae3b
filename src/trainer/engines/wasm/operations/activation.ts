import type { LayerOf } from "../../../../model/layers";
import type { Activation } from "../matrix";
import type { Operation } from "../operation";
import type { OperationContext } from "./operationContext";
import { rowwise } from "./rowwise";

/** A function of `kernels/activations.ts`: its number there, and the two numbers it takes. */
interface ActivationKernel {
  readonly kind: number;
  readonly a?: number;
  readonly b?: number;
}

const SELU = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

const KERNELS = {
  ReLU6: () => ({ kind: 0 }),
  LeakyReLU: ({ negativeSlope }: LayerOf<"LeakyReLU">) => ({ kind: 1, a: negativeSlope }),
  ELU: ({ alpha }: LayerOf<"ELU">) => ({ kind: 2, a: alpha, b: 1 }),
  SELU: () => ({ kind: 2, a: SELU.alpha, b: SELU.scale }),
  SiLU: () => ({ kind: 3 }),
  GELU: ({ approximate }: LayerOf<"GELU">) => ({ kind: approximate === "tanh" ? 5 : 4 }),
  Softplus: ({ beta, threshold }: LayerOf<"Softplus">) => ({ kind: 6, a: beta, b: threshold }),
  Tanh: () => ({ kind: 7 }),
  Sigmoid: () => ({ kind: 8 }),
  Arithmetic: (layer: LayerOf<"Arithmetic">) => arithmetic(layer),
};
const LINEAR = 9;
const RECIPROCAL = 10;

/** x operator value, or value operator x, as a x + b or a / x. */
function arithmetic({ operator, value, isReversed }: LayerOf<"Arithmetic">): ActivationKernel {
  switch (operator) {
    case "+":
      return { kind: LINEAR, a: 1, b: value };
    case "-":
      return isReversed ? { kind: LINEAR, a: -1, b: value } : { kind: LINEAR, a: 1, b: -value };
    case "*":
      return { kind: LINEAR, a: value };
    case "/":
      return isReversed ? { kind: RECIPROCAL, a: value } : { kind: LINEAR, a: 1 / value };
  }
}

export type ActivationType = keyof typeof KERNELS;

/** A function of single values, applied to each. */
export function createActivation<T extends ActivationType>(
  layer: LayerOf<T>,
  input: Activation,
  context: OperationContext,
): Operation {
  const { kernels } = context;
  const kernel: ActivationKernel = (KERNELS[layer.type] as (layer: LayerOf<T>) => ActivationKernel)(layer);
  const { kind, a = 0, b = 0 } = kernel;
  return rowwise(
    input,
    context,
    ({ x, y, stride, rows, columns }) => kernels.activate(kind, a, b, x, y, stride, rows, columns),
    ({ x, y, dy, dx, stride, rows, columns }) =>
      kernels.activateBackward(kind, a, b, x, y, dy, dx, stride, rows, columns),
  );
}
