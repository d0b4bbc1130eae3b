import type { Initialization } from "../../model/layers";
import type { ModelSpec } from "../../model/modelSpec";
import { elementCount, stateEntries } from "../../model/stateDict";
import type { Weights } from "../engines/engine";
import type { Generator } from "./generator";
import { truncatedNormal } from "./truncatedNormal";

/** Draws what constructing the modules in order draws in PyTorch (`reset_parameters` of each, then `torch.nn.init`). */
export function initialWeights(model: ModelSpec, generator: Generator): Weights {
  const entries = stateEntries(model);
  const inOrder = entries.map(({ name, shape, initialization }) => ({ tensor: name, shape, initialization }));
  const drawn = new Map<string, Float32Array>();
  for (const { tensor, shape, initialization } of model.start ?? inOrder) {
    const values = initialTensor(initialization, elementCount(shape), generator);
    if (tensor !== undefined) drawn.set(tensor, values);
  }
  return new Map(entries.map(({ name, sharedWith }) => [name, drawn.get(sharedWith ?? name)!]));
}

function initialTensor(initialization: Initialization, count: number, generator: Generator): Float32Array {
  switch (initialization.kind) {
    case "kaiming-uniform": {
      // kaiming_uniform_(a=sqrt(5)), evaluated in PyTorch's order: another order rounds differently
      const gain = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2));
      const bound = Math.sqrt(3) * (gain / Math.sqrt(initialization.fanIn));
      return generator.uniform(count, -bound, bound);
    }
    case "uniform-by-fan-in": {
      const bound = 1 / Math.sqrt(initialization.fanIn);
      return generator.uniform(count, -bound, bound);
    }
    case "uniform":
      return generator.uniform(count, initialization.low, initialization.high);
    case "normal":
      return generator.normal(count, initialization.mean, initialization.std);
    case "truncated-normal":
      return truncatedNormal(count, initialization.mean, initialization.std, generator);
    case "constant":
      return new Float32Array(count).fill(initialization.value);
  }
}
