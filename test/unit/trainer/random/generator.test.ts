import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { TUTORIAL_NET } from "../../../../src/model/tutorialNet";
import { Generator } from "../../../../src/trainer/random/generator";
import { initialWeights } from "../../../../src/trainer/random/initialWeights";
import { drawSequentialOrder, drawShuffledOrder } from "../../../../src/trainer/random/loaderDraws";
import { goldenDraws } from "../../../support/golden";

const sha256 = (values: ArrayBufferView) =>
  createHash("sha256")
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest("hex");
const keptOf = (noise: Float32Array) => Uint8Array.from(noise, value => (value === 0 ? 0 : 1));

const { seeds, oddSeeds } = goldenDraws();

describe.each([...seeds])("with seed %s, byte for byte as PyTorch", (seed, golden) => {
  const generator = () => new Generator(BigInt(seed));

  test("the tutorial's net starts with the same weights", () => {
    const weights = initialWeights(TUTORIAL_NET, generator());
    expect([...weights.keys()]).toEqual(Object.keys(golden.init));
    for (const [name, values] of weights) expect(sha256(values), name).toBe(golden.init[name]!.sha256);
  });

  test("five epochs of train and test loader shuffle alike and leave the generator at the same place", () => {
    const drawn = generator();
    initialWeights(TUTORIAL_NET, drawn);
    for (const epoch of golden.loader.epochs) {
      expect(sha256(drawShuffledOrder(drawn, 60_000))).toBe(epoch.sha256_int32le);
      drawSequentialOrder(drawn, 10_000);
    }
    expect(String(drawn.nextInt64())).toBe(golden.loader.next_int64_after_5_epochs);
  });

  test.each(Object.entries(golden.dropout))("dropout keeps the same values at p = %s", (p, expected) => {
    const noise = generator().dropoutNoise(64 * 128, Number(p));
    expect(sha256(keptOf(noise))).toBe(expected.keep_sha256_u8);
    expect(sha256(noise)).toBe(expected.out_sha256_f32le);
  });

  test("dropout masks and shuffles interleave as in a net that trains", () => {
    const drawn = generator();
    drawn.uniform(20 * 32 + 32, -1, 1); // the net's Linear(20, 32)
    drawn.uniform(4000, 0, 1); // its inputs
    for (const epoch of golden.dropout_net.epochs) {
      expect(sha256(drawShuffledOrder(drawn, 200))).toBe(epoch.order_sha256_int32le);
      const kept = [64, 64, 64, 8].flatMap(size => [...keptOf(drawn.dropoutNoise(size * 32, 0.25))]);
      drawSequentialOrder(drawn, 200);
      expect(sha256(Uint8Array.from(kept))).toBe(epoch.keep_sha256_u8);
    }
  });

  test.each(Object.entries(golden.randperm))("randperm(%s) gives the same order", (count, expected) => {
    const drawn = generator();
    expect(sha256(drawn.permutation(Number(count)))).toBe(expected.sha256_int32le);
    expect(String(drawn.nextInt64())).toBe(expected.next_int64);
  });

  test("random_() on int64 gives the same numbers", () => {
    const drawn = generator();
    expect(golden.random_int64.map(() => String(drawn.nextInt64()))).toEqual(golden.random_int64);
  });

  test.each([
    ["rand", () => generator().uniform(20, 0, 1)],
    ["rand_large", () => generator().uniform(100_003, 0, 1)],
    ["uniform_-3_7", () => generator().uniform(1000, -3, 7)],
    ["uniform_0.1_0.3", () => generator().uniform(1000, 0.1, 0.3)],
    ["randn_7", () => generator().normal(7)],
    ["randn_15", () => generator().normal(15)],
    ["randn_16", () => generator().normal(16)],
    ["randn_20", () => generator().normal(20)],
    ["randn_1000", () => generator().normal(1000)],
    ["randn_100003", () => generator().normal(100_003)],
    ["normal_20_mean1_std2", () => generator().normal(20, 1, 2)],
    ["randint_0_10", () => generator().integers(8, 0n, 10n)],
    ["randint_0_2^40", () => generator().integers(8, 0n, 1n << 40n)],
    ["randint_-5_2^32-5", () => generator().integers(8, -5n, (1n << 32n) - 5n)],
  ])("%s gives the same bytes", (name, draw) => {
    expect(sha256(draw())).toBe(golden.tensors(name));
  });
});

test.each(Object.entries(oddSeeds))("seed %s counts by its low 32 bits", (seed, first) => {
  expect(String(new Generator(BigInt(seed)).nextInt64())).toBe(first);
});
