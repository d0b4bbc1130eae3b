import type { Initialization } from "../../model/layers";
import type { ModelSpec } from "../../model/modelSpec";
import { elementCount, stateEntries } from "../../model/stateDict";
import type { Weights } from "../engines/engine";
import type { Generator } from "./generator";

/** Draws what constructing the modules in order draws in PyTorch (`reset_parameters` of each). */
export function initialWeights(model: ModelSpec, generator: Generator): Weights {
  return new Map(
    stateEntries(model).map(({ name, shape, initialization }) => [
      name,
      initialTensor(initialization, elementCount(shape), generator),
    ]),
  );
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
    case "constant":
      return new Float32Array(count).fill(initialization.value);
  }
}
