import { expect } from "vitest";
import { callShapes } from "../../src/model/callShapes";
import type { ModelSpec } from "../../src/model/modelSpec";
import { printModel } from "../../src/model/printModel";
import { elementCount, parameterCount, stateEntries } from "../../src/model/stateDict";
import { Network } from "../../src/trainer/engines/reference/network";
import { FLOAT32 } from "../../src/trainer/engines/reference/precision";
import { Generator } from "../../src/trainer/random/generator";
import { initialWeights } from "../../src/trainer/random/initialWeights";
import { pattern, stirredWeights } from "./stirredWeights";

/** What PyTorch says about a class; written by `test/fixtures/models/expect.py`. */
export interface ExpectedReading {
  /** Why PyTorch cannot run the class as a classifier of digits. */
  readonly error?: string;
  /** Absent when another PyTorch than 2.13 was asked, which prints less. */
  readonly text?: string;
  readonly parameterCount: number;
  readonly stateDict: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
  /** First and last value of each tensor after `torch.manual_seed(0)`. */
  readonly start: Readonly<Record<string, readonly [number, number]>>;
  readonly inputShape: readonly number[];
  /** Calls of modules without modules of their own, in order. */
  readonly calls: readonly object[];
  /** Every output of ten numbers for two images of `pattern(..., 101, -1, 1)` and the weights of `stirredWeights`. */
  readonly logits: readonly (readonly (readonly number[])[])[];
}

/** Holds `model` to what PyTorch says: text, tensors, calls with shapes, and the start of the weights bit for bit. */
export function expectReading(model: ModelSpec, expected: ExpectedReading): void {
  const shapes = callShapes(model);
  const calls = model.calls
    .map(({ layer, module }, index) => ({ name: module, type: layer.type, ...shapes[index]! }))
    .filter(call => call.name !== undefined);
  const weights = initialWeights(model, new Generator(0));
  expect({
    text: printModel(model),
    parameterCount: parameterCount(model),
    stateDict: stateEntries(model).map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    inputShape: model.inputShape,
    calls,
    start: Object.fromEntries([...weights].map(([name, values]) => [name, [values.at(0), values.at(-1)]])),
  }).toEqual({
    text: expected.text ?? printModel(model),
    parameterCount: expected.parameterCount,
    stateDict: expected.stateDict,
    inputShape: expected.inputShape,
    calls: expected.calls,
    start: expected.start,
  });
}

const TOLERANCE = 1e-5;

/** Holds the reference engine's numbers for `model` to PyTorch's, to 1e-5 absolute or relative. */
export function expectLogits(model: ModelSpec, { logits }: ExpectedReading): void {
  const network = new Network(model, stirredWeights(model), new Generator(0), FLOAT32);
  const images = pattern(2 * elementCount(model.inputShape), 101, -1, 1);
  const outputs = network.forward({ rows: 2, values: images, background: 0 }, false);
  const distances = logits.map(expected => {
    const numbers = expected.flat();
    return Math.max(...numbers.map((value, at) => Math.abs(value - outputs[at]!) / Math.max(1, Math.abs(value))));
  });
  expect(Math.min(...distances)).toBeLessThan(TOLERANCE);
}
