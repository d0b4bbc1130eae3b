import { expect } from "vitest";
import { callShapes } from "../../src/model/callShapes";
import type { ModelSpec } from "../../src/model/modelSpec";
import { printModel } from "../../src/model/printModel";
import { parameterCount, stateEntries } from "../../src/model/stateDict";
import { Generator } from "../../src/trainer/random/generator";
import { initialWeights } from "../../src/trainer/random/initialWeights";

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
