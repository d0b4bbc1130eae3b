import { expect, test } from "vitest";
import { fitReport } from "../../../src/extension/weights/fitReport";
import { checkFit } from "../../../src/model/fitCheck";
import { readPythonModels } from "../../../src/model/source/python/readPythonModels";
import { stateEntries } from "../../../src/model/stateDict";

const TEXT = `import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 10)
    def forward(self, x):
        return self.fc2(self.fc1(x))
`;
const [reading] = readPythonModels(TEXT);
if (!reading?.outcome.understood) throw new Error("not understood");
const { model } = reading.outcome;
const fill = (message: string, ...values: (string | number)[]) =>
  message.replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));
const wanted = stateEntries(model).map(({ name, shape }) => ({ name, shape }));
const report = (tensors: typeof wanted) => fitReport(model, reading.range, "net.pth", checkFit(wanted, tensors), fill);

test("weights that fit are told in a sentence", () => {
  expect(report(wanted)).toEqual({ fits: true, summary: "net.pth fits Net: all 4 tensors match.", faults: [] });
});

test("what does not fit is marked where it is written, in PyTorch's words", () => {
  const { fits, summary, faults } = report([
    { name: "fc1.weight", shape: [100, 784] },
    { name: "fc1.bias", shape: [128] },
    { name: "fc2.weight", shape: [10, 128] },
    { name: "old.bias", shape: [3] },
  ]);
  expect({ fits, summary }).toEqual({
    fits: false,
    summary: "net.pth does not fit Net: 1 missing, 1 unexpected, 1 of another shape.",
  });
  expect(faults.map(({ range, message }) => `${TEXT.slice(range.from, range.to)}: ${message}`)).toEqual([
    'class Net: Unexpected key(s) in state_dict: "old.bias".',
    "nn.Linear(784, 128): size mismatch for fc1.weight: copying a param with shape torch.Size([100, 784]) from checkpoint, the shape in current model is torch.Size([128, 784]).",
    'nn.Linear(128, 10): Missing key(s) in state_dict: "fc2.bias".',
  ]);
});

test.each([
  ["module.", "saved from DataParallel"],
  ["_orig_mod.", "saved from a compiled model"],
  ["model.", "saved by a trainer that keeps the network as `model`"],
])("names that begin with %s are recognised", (prefix, origin) => {
  const { fits, summary, faults } = report(wanted.map(({ name, shape }) => ({ name: prefix + name, shape })));
  expect({ fits, faults }).toEqual({ fits: false, faults: [] });
  expect(summary).toBe(`The names in net.pth begin with \`${prefix}\` (${origin}). Without it, they fit Net.`);
});
