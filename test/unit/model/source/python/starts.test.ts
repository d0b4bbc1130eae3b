import { expect, test } from "vitest";
import type { ModelReading } from "../../../../../src/model/source/readModels";
import { readPythonModels } from "../../../../../src/model/source/python/readPythonModels";
import { readingCases } from "../../../../support/readingCases";

const NET = `import torch
from torch import nn
import other_file

device = torch.device("cpu")

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(784, 10)

    def forward(self, x):
        return self.fc(x.flatten(1))
`;
/** How a `Linear` starts by itself. */
const OWN = 2;

test.each(readingCases("starts.txt"))("%s", (_name, source, expected) => {
  expect(describeStart(readPythonModels(NET + source)[0]!)).toEqual(expected);
});

/** A line for each filling after PyTorch's own, and for what cannot be repeated. */
function describeStart({ outcome }: ModelReading): string[] {
  if (!outcome.understood) throw new Error(outcome.refusal.reason);
  const { model, untrainable } = outcome;
  const fillings = (model.start ?? []).slice(OWN).map(({ tensor, initialization }) => {
    return [tensor, ...Object.values(initialization)].join(" ");
  });
  return [...fillings, ...(untrainable ? [`untrainable ${untrainable.line}: ${untrainable.reason}`] : [])];
}
