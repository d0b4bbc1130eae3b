import type { LayerOf } from "./layers";
import type { ModelSpec } from "./modelSpec";

const linear = (inFeatures: number, outFeatures: number): LayerOf<"Linear"> => ({
  type: "Linear",
  inFeatures,
  outFeatures,
  bias: true,
});
const fc1 = linear(784, 128);
const fc2 = linear(128, 64);
const fc3 = linear(64, 10);
const relu: LayerOf<"ReLU"> = { type: "ReLU", inplace: false };

/** The `Net` of the PyTorch workflow tutorial: 784-128-64-10 with ReLU, ending in logits. */
export const TUTORIAL_NET: ModelSpec = {
  name: "Net",
  inputShape: [1, 28, 28],
  modules: [
    { name: "fc1", type: "Linear", layer: fc1 },
    { name: "fc2", type: "Linear", layer: fc2 },
    { name: "fc3", type: "Linear", layer: fc3 },
  ],
  calls: [
    { layer: { type: "Flatten", startDim: 1, endDim: -1 } },
    { module: "fc1", layer: fc1 },
    { layer: relu },
    { module: "fc2", layer: fc2 },
    { layer: relu },
    { module: "fc3", layer: fc3 },
  ],
};
