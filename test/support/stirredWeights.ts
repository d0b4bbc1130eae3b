import type { ModelSpec } from "../../src/model/modelSpec";
import type { Weights } from "../../src/trainer/engines/engine";
import { Generator } from "../../src/trainer/random/generator";
import { initialWeights } from "../../src/trainer/random/initialWeights";

/** A saw of `period` steps from `low` to `high`: numbers that `test/fixtures/models/expect.py` computes just so. */
export function pattern(count: number, period: number, low: number, high: number): Float32Array {
  return Float32Array.from({ length: count }, (_, k) => low + (((k * 37) % period) / period) * (high - low));
}

/** The weights of `manual_seed(0)`, with other numbers where running statistics start as 0 or 1. */
export function stirredWeights(model: ModelSpec): Weights {
  return new Map(
    [...initialWeights(model, new Generator(0))].map(([name, values]) => {
      if (name.endsWith("running_mean")) return [name, pattern(values.length, 11, -0.1, 0.1)];
      if (name.endsWith("running_var")) return [name, pattern(values.length, 7, 0.5, 1.5)];
      return [name, values];
    }),
  );
}
