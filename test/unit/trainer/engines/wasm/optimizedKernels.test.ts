import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { describe, expect } from "vitest";
import type { EngineInputs } from "../../../../../src/trainer/engines/engine";
import { compileKernels } from "../../../../../src/trainer/engines/wasm/compileKernels";
import { wasmFactory } from "../../../../../src/trainer/engines/wasm/wasmEngine";
import { Generator } from "../../../../../src/trainer/random/generator";
import { candidateOf, describeEngine } from "../../../../support/engineSuite";
import { randomTraining } from "../../../../support/randomTraining";
import { seededTest } from "../../../../support/seededTest";
import { tierUpAtOnce } from "../../../../support/tierUpAtOnce";

tierUpAtOnce();

const own = await candidateOf(wasmFactory);
const hasWide = own.reason === undefined && compileKernels().variant === "wide";
const threads = availableParallelism();

describeEngine({ ...own, name: "wasm, optimized", create: inputs => wasmFactory.create({ ...inputs, threads }) });

const title = `registers of eight values ${hasWide ? "" : "(skipped: they are not used here)"}`;
describe.skipIf(!hasWide)(title, () => {
  /** Two epochs with the kernels for registers of so many bits. */
  const train = async (bits: "128" | "256", inputs: EngineInputs) => {
    process.env["TRAIN_LENS_SIMD"] = bits;
    if (bits === "128") setFlagsFromString("--no-experimental-wasm-revectorize");
    const engine = await wasmFactory.create({ ...inputs, generator: new Generator(1), threads });
    try {
      const count = Math.floor(inputs.dataset.train.count / inputs.settings.batchSize);
      const results = [];
      for (const lr of [0.01, 0.003]) {
        await engine.beginEpoch({ order: new Generator(2).permutation(inputs.dataset.train.count), lr });
        results.push(await engine.runSteps(count, [1, count]));
      }
      return { device: engine.device, results, weights: await engine.readWeights(), ...(await engine.evaluate()) };
    } finally {
      await engine.dispose();
    }
  };

  seededTest("give the bits that those of four values give", 30, async seed => {
    const hidden = seed % 10 === 0 && { hidden: [530 + (seed % 99), 265] }; // wider than what kernels take at once
    const inputs = randomTraining(seed, { plain: seed % 2 === 0, ...hidden });
    if (own.whyUnable(inputs.model, inputs.settings) !== undefined) return;
    const { device: wide, ...found } = await train("256", inputs);
    const { device: narrow, ...expected } = await train("128", inputs);
    expect([wide, narrow].map(device => device.includes("256-bit"))).toEqual([true, false]);
    expect(found).toEqual(expected);
  });
});
