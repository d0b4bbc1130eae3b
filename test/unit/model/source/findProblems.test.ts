import { describe, expect, test } from "vitest";
import { findFixes } from "../../../../src/model/source/problems/findFixes";
import { findProblems } from "../../../../src/model/source/problems/findProblems";
import { readPythonModels } from "../../../../src/model/source/python/readPythonModels";
import { reasonText } from "../../../../src/model/source/reason";
import { MODEL_FILES, modelFixture } from "../../../support/modelFixtures";

const problemsOf = (text: string) => findProblems(text, readPythonModels(text));
const said = (text: string) =>
  problemsOf(text).map(
    ({ kind, range, reason }) => `${kind} ${text.slice(range.from, range.to)}: ${reasonText(reason)}`,
  );

const net = (layers: string, forward: string, rest = "") => `import torch
import torch.nn as nn
from torchvision import datasets
class Net(nn.Module):
    def __init__(self, width=128):
        super().__init__()
${layers.replace(/^/gm, "        ")}
    def forward(self, x):
${forward.replace(/^/gm, "        ")}
${rest}
`;
const MLP = "self.fc1 = nn.Linear(28*28, 100)\nself.fc2 = nn.Linear(128, 10)";
const FORWARD = "x = x.view(-1, 28*28)\nx = torch.relu(self.fc1(x))\nreturn self.fc2(x)";
const MNIST = 'data = datasets.MNIST(".")';

describe("sizes that do not fit", () => {
  test("are told at the layer that expects, with the layer that gives", () => {
    const text = net(MLP, FORWARD);
    const [problem, ...more] = problemsOf(text);
    expect(more).toEqual([]);
    expect(said(text)).toEqual(["shapes 128: `fc2` expects 128 features, `fc1` gives 100."]);
    const { range, reason } = problem!.related!;
    expect([text.slice(range.from, range.to), reasonText(reason)]).toEqual(["100", "`fc1` gives 100 here."]);
  });

  test("are fixed by changing either number", () => {
    const text = net(MLP, FORWARD);
    const fixes = findFixes(text, problemsOf(text)[0]!.misfit!, readPythonModels);
    const fixed = fixes.map(({ range, newText }) => text.slice(0, range.from) + newText + text.slice(range.to));
    expect(fixes.map(({ reason }) => reasonText(reason))).toEqual(["Let `fc2` take 100", "Let `fc1` give 128"]);
    expect(fixed.map(problemsOf)).toEqual([[], []]);
    expect(fixed[0]).toContain("nn.Linear(100, 10)");
  });

  test("keep the name of the argument when they are fixed, and are left alone when they are computed", () => {
    const text = net(
      "self.fc1 = nn.Linear(784, width)\nself.fc2 = nn.Linear(in_features=64, out_features=10)",
      FORWARD,
    );
    const fixes = findFixes(text, problemsOf(text)[0]!.misfit!, readPythonModels);
    expect(fixes.map(({ range, newText }) => text.slice(0, range.from) + newText + text.slice(range.to))).toEqual([
      text.replace("in_features=64", "in_features=128"),
    ]);
  });

  test("are found through activations, dropout and norms, and inside blocks", () => {
    const layers =
      "self.net = nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(30, 10))";
    expect(said(net(layers, "return self.net(x)"))).toEqual([
      "shapes 30: `net.4` expects 30 features, `net.1` gives 32.",
    ]);
  });

  test("are found between convolutions", () => {
    const layers = "self.a = nn.Conv2d(1, 8, 3)\nself.b = nn.Conv2d(16, 8, 3)";
    expect(said(net(layers, "return self.b(torch.relu(self.a(x))).mean((2, 3))"))).toEqual([
      "shapes 16: `b` expects 16 channels, `a` gives 8.",
    ]);
  });

  test("of the images count where forward says itself how many features they have", () => {
    const layers = "self.fc1 = nn.Linear(700, 10)";
    expect(said(net(layers, "x = x.view(-1, 28*28)\nreturn self.fc1(x)"))).toEqual([
      "shapes 700: `fc1` expects 700 features, an image of MNIST gives 784 here.",
    ]);
  });

  test("of the images count where the file trains its only class on plain MNIST", () => {
    const layers = "self.c = nn.Conv2d(1, 4, 5)\nself.fc = nn.Linear(4*28*28, 10)";
    const forward = "return self.fc(torch.flatten(self.c(x), 1))";
    const problem = "shapes 4*28*28: `fc` expects 3136 features, an image of MNIST gives 2304 here.";
    expect(said(net(layers, forward, MNIST))).toEqual([problem]);
    expect(said(net(layers, forward))).toEqual([]);
    expect(said(net(layers, forward, `${MNIST}\nt = transforms.Resize(32)`))).toEqual([]);
    expect(said(net(layers, forward, `${MNIST}\nclass Other(nn.Module): pass`))).toEqual([]);
  });

  test("are no error where they come from arguments that the file gives otherwise", () => {
    const layers = "self.fc1 = nn.Linear(784, 64)\nself.fc2 = nn.Linear(width, 10)";
    expect(said(net(layers, FORWARD))).toHaveLength(1);
    expect(said(net(layers, FORWARD, "model = Net(64)"))).toEqual([]);
  });

  test("are no error in a generator, which gets noise", () => {
    expect(said(net("self.fc = nn.Linear(100, 10)", "return self.fc(x)", MNIST))).toEqual([]);
  });
});

describe("hints", () => {
  const fitting = MLP.replace("100", "128");

  test("name a layer that forward never calls, once for a block", () => {
    const layers = `${fitting}\nself.drop = nn.Dropout(0.5)\nself.old = nn.Sequential(nn.Linear(3, 4), nn.ReLU())\nself.loss = nn.CrossEntropyLoss()`;
    expect(said(net(layers, FORWARD))).toEqual([
      "unusedLayer nn.Dropout(0.5): `forward` never calls `drop`.",
      "unusedLayer nn.Sequential(nn.Linear(3, 4), nn.ReLU()): `forward` never calls `old`.",
    ]);
  });

  test("name outputs other than ten where the file trains on MNIST", () => {
    const layers = fitting.replace("128, 10)", "128, 12)");
    expect(said(net(layers, FORWARD, MNIST))).toEqual([
      "outputCount nn.Linear(128, 12): The model gives 12 numbers for each image, but MNIST has 10 classes.",
    ]);
    expect(said(net(layers, FORWARD))).toEqual([]);
  });

  test("name a softmax before CrossEntropyLoss", () => {
    const forward = FORWARD.replace("return self.fc2(x)", "return torch.softmax(self.fc2(x), dim=1)");
    expect(said(net(fitting, forward, "criterion = nn.CrossEntropyLoss()"))).toEqual([
      "softmaxBeforeLoss torch.softmax(self.fc2(x), dim=1): The model ends in a softmax, and CrossEntropyLoss applies one itself: give it the scores before the softmax.",
    ]);
    expect(said(net(fitting, forward))).toEqual([]);
  });

  test("name a view that mixes the images of a batch", () => {
    const forward = FORWARD.replace("28*28", "28*14");
    expect(said(net(fitting, forward, MNIST))).toEqual([
      "mixedSamples x.view(-1, 28*14): This reshapes across the images of a batch, so they would mix.",
    ]);
    expect(said(net(fitting, forward))).toEqual([]);
  });
});

test.each(MODEL_FILES)("PyTorch runs every class of %s, so none has an error", name => {
  const text = modelFixture(name);
  expect(problemsOf(text).filter(({ kind }) => kind === "shapes")).toEqual([]);
});
