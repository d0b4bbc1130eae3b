import type { LayerKind, LayerKinds, LayerOf, LayerType } from "../layers";
import { pythonFloat } from "../pythonText";

type Activation =
  | "ReLU"
  | "ReLU6"
  | "LeakyReLU"
  | "ELU"
  | "SELU"
  | "SiLU"
  | "GELU"
  | "Softplus"
  | "Tanh"
  | "Sigmoid"
  | "Softmax"
  | "LogSoftmax"
  | "Arithmetic";

/** Source: `torch/nn/modules/activation.py`. */
export const ACTIVATIONS: LayerKinds<Activation> = {
  ReLU: activation(({ inplace }) => (inplace ? "inplace=True" : "")),
  ReLU6: activation(({ inplace }) => (inplace ? "inplace=True" : "")),
  LeakyReLU: activation(({ negativeSlope, inplace }) => `negative_slope=${pythonFloat(negativeSlope)}${also(inplace)}`),
  ELU: activation(({ alpha, inplace }) => `alpha=${pythonFloat(alpha)}${also(inplace)}`),
  SELU: activation(({ inplace }) => (inplace ? "inplace=True" : "")),
  SiLU: activation(({ inplace }) => (inplace ? "inplace=True" : "")),
  GELU: activation(({ approximate }) => `approximate='${approximate}'`),
  Softplus: activation(({ beta, threshold }) => `beta=${pythonFloat(beta)}, threshold=${pythonFloat(threshold)}`),
  Tanh: activation(() => ""),
  Sigmoid: activation(() => ""),
  Softmax: activation(({ dim }) => `dim=${dim ?? "None"}`),
  LogSoftmax: activation(({ dim }) => `dim=${dim ?? "None"}`),
  Arithmetic: activation(() => ""),
};

function activation<T extends LayerType>(extraRepr: (layer: LayerOf<T>) => string): LayerKind<T> {
  return { tensors: () => [], outputShape: (_, input) => input, extraRepr };
}

const also = (inplace: boolean) => (inplace ? ", inplace=True" : "");
