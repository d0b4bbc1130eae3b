import { expect, test } from "vitest";
import { readPythonModels } from "../../../../../src/model/source/python/readPythonModels";
import type { FileSettingName } from "../../../../../src/model/source/readModels";
import { readingCases } from "../../../../support/readingCases";

const NET = `import torch
from torch import nn, optim
from torch.optim.lr_scheduler import StepLR
import torch.nn.functional as F
from torchvision import datasets, transforms
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(784, 10)
    def forward(self, x):
        return self.fc(x.flatten(1))
model = Net()
`;

test.each(readingCases("settings.txt"))("%s", (_name, source, expected) => {
  expect(describeSettings(NET + source)).toEqual(expected);
});

/** A line for each setting: its value, and the text it stands on. */
function describeSettings(text: string): string[] {
  const outcome = readPythonModels(text)[0]!.outcome;
  if (!outcome.understood) throw new Error(outcome.refusal.reason);
  const { settings, dataset, seed, ranges = {}, notes = [] } = outcome.fileSettings;
  const values = { ...settings, ...(dataset && { dataset }), ...(seed !== undefined && { seed }) };
  const lines = Object.entries(values).map(([name, value]) => {
    const range = ranges[name as FileSettingName];
    return `${name} ${JSON.stringify(value)}${range ? ` @ ${text.slice(range.from, range.to)}` : ""}`;
  });
  return [
    ...lines,
    ...notes.map(note => `note: ${note.reason} @ ${text.slice(note.range.from, note.range.to)}`),
    ...(outcome.untrainable ? [`untrainable: ${outcome.untrainable.reason}`] : []),
  ];
}
