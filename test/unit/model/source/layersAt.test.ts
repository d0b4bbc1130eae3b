import { expect, test } from "vitest";
import { glossaryAt } from "../../../../src/model/source/glossary";
import { layersAt } from "../../../../src/model/source/layersAt";
import { readPythonModels } from "../../../../src/model/source/python/readPythonModels";
import { shapeNotes } from "../../../../src/model/source/shapeNotes";
import { describeLayer } from "../../../../src/extension/lenses/describeLayer";

const TEXT = `import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.net = nn.Sequential(nn.ReLU(), nn.Linear(128, 10))
        nn.init.normal_(self.fc1.weight, std=0.02)

    def forward(self, x):
        x = x.view(-1, 784)
        return self.net(torch.relu(self.fc1(x)))
`;
const [reading] = readPythonModels(TEXT);
if (!reading?.outcome.understood) throw new Error("not understood");
const { model } = reading.outcome;
const t = (message: string, ...values: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));
const saidAt = (code: string) =>
  layersAt(model, TEXT.indexOf(code) + 1).map(found => describeLayer(found, model, t, "en").split("\n\n"));

test("a shape stands behind each call, and behind the constructor where one call runs several layers", () => {
  const notes = shapeNotes(model).map(({ offset, shapes }) => {
    const line = TEXT.slice(TEXT.lastIndexOf("\n", offset - 1) + 1, offset).trim();
    return `${line} ${JSON.stringify(shapes)}`;
  });
  expect(notes).toEqual([
    "x = x.view(-1, 784) [[784]]",
    "return self.net(torch.relu(self.fc1(x) [[128]]",
    "self.net = nn.Sequential(nn.ReLU() [[128]]",
    "self.net = nn.Sequential(nn.ReLU(), nn.Linear(128, 10) [[10]]",
  ]);
});

test("a layer is explained at its constructor and at its call, with the start it has in the end", () => {
  const lines = [
    "`fc1: Linear(in_features=784, out_features=128, bias=True)`",
    "A fully connected layer: each output is a weighted sum of all inputs, plus a bias.",
    "Shape: `[N, 784]` → `[N, 128]`",
    "Parameters: 100,480",
    "- `weight` 128 × 784, starts normal, mean 0, standard deviation 0.02",
    "- `bias` 128, starts uniform between -0.0357 and 0.0357",
  ];
  expect(saidAt("nn.Linear(784")).toEqual([lines]);
  expect(saidAt("self.fc1(x)")).toEqual([lines]);
});

test("the innermost layer is meant", () => {
  expect(saidAt("nn.Linear(128")[0]?.[0]).toBe("`net.1: Linear(in_features=128, out_features=10, bias=True)`");
  expect(saidAt("torch.relu")[0]?.[0]).toBe("`ReLU()`");
  expect(saidAt("import torch")).toEqual([]);
});

test.each([
  ["for epoch in range(5):", "epoch", "**Epoch**"],
  ["loader = DataLoader(data, batch_size=64)", "batch_size", "**Batch size**"],
  ["    loss.backward()", "backward", "**Backward pass**"],
  ["    optimizer.step()", "step", "**optimizer.step()**"],
  ["    optimizer.step()", "optimizer", "**Optimizer**"],
  ["model.train()", "train", "**model.train()**"],
])("in %j the word %s is explained", (line, word, begin) => {
  expect(glossaryAt(line, line.indexOf(word) + 1)?.sentence.startsWith(begin)).toBe(true);
});

test.each([
  ["# one epoch", "epoch"],
  ['print("epoch")', "epoch"],
  ["def train(model):", "train"],
  ["scheduler.step()", "step"],
  ["step = 3", "step"],
  ["x = epochal", "epochal"],
])("in %j the word %s is not", (line, word) => {
  expect(glossaryAt(line, line.indexOf(word) + 1)).toBeUndefined();
});
