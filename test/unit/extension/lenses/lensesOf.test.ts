import { expect, test } from "vitest";
import { lensesOf, type LensContext } from "../../../../src/extension/lenses/lensesOf";
import { readPythonModels } from "../../../../src/model/source/python/readPythonModels";
import { refused, understood } from "../../../support/readings";

const fill = (message: string, ...values: (string | number)[]) =>
  message.replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));
const context: LensContext = {
  uri: "file:///a.py",
  switchedOn: new Set(["train", "evaluate", "gradientNorms", "checkWeights", "summary"]),
  resultOf: () => undefined,
  lineOf: () => 7,
  locale: "en",
};
const lenses = (readings: Parameters<typeof lensesOf>[0], changed: Partial<LensContext> = {}) =>
  lensesOf(readings, { ...context, ...changed }, fill);
const titlesAt = (found: ReturnType<typeof lensesOf>) => found.map(({ line, title }) => `${line}: ${title}`);

test("a class has commands and its size above it, each for that class", () => {
  const found = lenses([understood("A", 1), understood("B", 9)]);
  const titles = ["Train", "Evaluate", "Gradient norms", "Check weights", "109,386 parameters"];
  expect(titlesAt(found)).toEqual([...titles.map(title => `1: ${title}`), ...titles.map(title => `9: ${title}`)]);
  expect(found[5]).toMatchObject({
    command: "trainLens.trainModel",
    site: { uri: "file:///a.py", className: "B", line: 9 },
  });
  expect(found[4]).not.toHaveProperty("command");
});

test("after a training its accuracy and time stand there, and a click shows the panel", () => {
  const resultOf = (name: string) => (name === "A" ? { accuracy: 96.94, seconds: 1.31 } : undefined);
  const found = lenses([understood("A", 1), understood("B", 9)], { resultOf, switchedOn: new Set(["summary"]) });
  expect(titlesAt(found)).toEqual(["1: last: 96.9 % in 1.3 s", "9: 109,386 parameters"]);
  expect(found[0]).toMatchObject({ command: "trainLens.showTrainingPanel", tooltip: "109,386 parameters" });
});

test("Train tells the settings of the file, and which are not from there, before they are used", () => {
  const [reading] = readPythonModels(`import torch.nn as nn, torch.optim as optim
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(784, 10)
    def forward(self, x):
        return self.fc(x.view(-1, 784))
net = Net()
optimizer = optim.SGD(net.parameters(), lr=0.01)
`);
  expect(lenses([reading!])[0]?.tooltip?.split("\n")).toEqual([
    "From the file: optimizer sgd (line 7), lr 0.01 (line 7)",
    "Not in the file, so from the settings or the tutorial: batch_size 64, epochs 5",
  ]);
});

test("a class that cannot be read says so, once", () => {
  expect(titlesAt(lenses([refused("A", 1, 12)]))).toEqual(["1: Train (cannot read line 12)"]);
});

test("a class whose constructor needs values asks for them", () => {
  const [reading] = readPythonModels(`import torch.nn as nn
class Net(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.fc = nn.Linear(inputs, hidden)
    def forward(self, x):
        return self.fc(x)
`);
  expect(reading?.outcome).toMatchObject({ refusal: { asksFor: ["inputs", "hidden"] } });
  expect(titlesAt(lenses([reading!]))).toEqual([
    "2: Train…",
    "2: Evaluate…",
    "2: Gradient norms…",
    "2: Check weights…",
  ]);
});

test("each lens can be switched off", () => {
  const readings = [understood("A", 1), refused("B", 5, 6)];
  const titles = titlesAt(lenses(readings, { switchedOn: new Set(["evaluate"]) }));
  expect(titles).toEqual(["1: Evaluate", "5: Evaluate (cannot read line 6)"]);
  expect(lenses(readings, { switchedOn: new Set() })).toEqual([]);
});
