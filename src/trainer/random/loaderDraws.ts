import { Generator } from "./generator";

/** What iterating `DataLoader(shuffle=False)` takes from the default generator: a base seed that nobody uses. */
export function drawSequentialOrder(generator: Generator, count: number): Int32Array {
  generator.nextInt64();
  return Int32Array.from({ length: count }, (_, k) => k);
}

/** The order of one epoch of `DataLoader(shuffle=True, num_workers=0)`: base seed, then a generator of its own. */
export function drawShuffledOrder(generator: Generator, count: number): Int32Array {
  generator.nextInt64();
  return new Generator(generator.nextInt64()).permutation(count);
}
