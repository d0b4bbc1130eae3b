import type { Layer } from "../../layers";

const LAST_AXIS = -1;

/** Source: `tfjs-layers/src/activations.ts`. `linear` leaves the values as they are. */
const ACTIVATIONS: Readonly<Record<string, Layer | undefined>> = {
  linear: undefined,
  relu: { type: "ReLU", inplace: false },
  relu6: { type: "ReLU6", inplace: false },
  elu: { type: "ELU", alpha: 1, inplace: false },
  selu: { type: "SELU", inplace: false },
  sigmoid: { type: "Sigmoid" },
  softmax: { type: "Softmax", dim: LAST_AXIS },
  softplus: { type: "Softplus", beta: 1, threshold: 20 },
  swish: { type: "SiLU", inplace: false },
  tanh: { type: "Tanh" },
  gelu: { type: "GELU", approximate: "none" },
  gelu_new: { type: "GELU", approximate: "tanh" },
};

/** Whether TensorFlow.js's activation of that name is read. */
export function isActivation(name: string): boolean {
  return Object.hasOwn(ACTIVATIONS, name);
}

/** The layer that TensorFlow.js's activation `name` equals; undefined for `linear`. */
export function activationLayer(name: string): Layer | undefined {
  return ACTIVATIONS[name];
}
