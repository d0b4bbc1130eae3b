import type { RunSpec } from "../../protocol/trainer";
import { Generator } from "./generator";

/** What iterating `DataLoader(shuffle=False)` takes from the default generator: a base seed that nobody uses. */
export function drawSequentialOrder(generator: Generator, count: number): Int32Array {
  generator.nextInt64();
  return Int32Array.from({ length: count }, (_, k) => k);
}

/** What a run's epochs take. */
interface TrainLoader {
  readonly spec: Pick<RunSpec, "settings">;
  readonly generator: Generator;
  readonly sampleCount: number;
}

/** The order in which the next epoch takes its samples. */
export function drawTrainOrder({ spec, generator, sampleCount }: TrainLoader): Int32Array {
  return (spec.settings.shuffle ? drawShuffledOrder : drawSequentialOrder)(generator, sampleCount);
}

/** The order of one epoch of `DataLoader(shuffle=True, num_workers=0)`: base seed, then a generator of its own. */
export function drawShuffledOrder(generator: Generator, count: number): Int32Array {
  generator.nextInt64();
  return new Generator(generator.nextInt64()).permutation(count);
}
