import { expect, test } from "vitest";
import { gradientsByLayer } from "../../../src/model/gradientHealth";
import { readPythonModels } from "../../../src/model/source/python/readPythonModels";
import { reasonText } from "../../../src/model/source/reason";

function modelOf(widths: readonly number[], activation: string) {
  const layers = widths.slice(1).map((width, at) => `nn.Linear(${widths[at]}, ${width})`);
  const [reading] = readPythonModels(`import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.spare = nn.Linear(2, 2)
        self.net = nn.Sequential(${layers.join(`, nn.${activation}(), `)})
    def forward(self, x):
        return self.net(x)
`);
  if (!reading?.outcome.understood) throw new Error("not understood");
  return reading.outcome.model;
}
const concerns = (model: ReturnType<typeof modelOf>, norms: Readonly<Record<string, number>>) =>
  gradientsByLayer(model, new Map(Object.entries(norms))).map(
    ({ path, concern }) => `${path}: ${concern ? reasonText(concern) : "-"}`,
  );

test("each parameter has its norm and its root mean square", () => {
  const [layer] = gradientsByLayer(
    modelOf([784, 10], "ReLU"),
    new Map([
      ["net.0.weight", 2],
      ["net.0.bias", 1],
    ]),
  );
  expect(layer).toEqual({
    path: "net.0",
    parameters: [
      { name: "net.0.weight", norm: 2, rms: 2 / Math.sqrt(7840) },
      { name: "net.0.bias", norm: 1, rms: 1 / Math.sqrt(10) },
    ],
  });
});

test("a layer without a gradient says why", () => {
  const norms = {
    "spare.weight": 0,
    "spare.bias": 0,
    "net.0.weight": 0,
    "net.0.bias": 0,
    "net.2.weight": 1,
    "net.2.bias": 1,
  };
  expect(concerns(modelOf([784, 8, 10], "ReLU"), norms)).toEqual([
    "spare: No gradient: `forward` never calls this layer.",
    "net.0: No gradient: for these images everything behind this layer is switched off by ReLU.",
    "net.2: -",
  ]);
  expect(concerns(modelOf([784, 8, 10], "Sigmoid"), norms)[1]).toBe(
    "net.0: No gradient: a layer behind this one lets nothing through, for instance because its weights are 0.",
  );
});

test("a vanishing gradient names the layers on its way", () => {
  const norms = {
    "net.0.weight": 1e-5,
    "net.0.bias": 1e-5,
    "net.2.weight": 1e-2,
    "net.2.bias": 1,
    "net.4.weight": 1,
    "net.4.bias": 1,
  };
  expect(concerns(modelOf([784, 784, 784, 10], "Sigmoid"), norms)).toEqual([
    "net.0: The gradient is 885,438 times smaller than that of `net.4`: each of the 2 Sigmoid layers in between passes on only a part of it.",
    "net.2: -",
    "net.4: -",
  ]);
});

test("exploding and overflowed gradients are told with what helps", () => {
  const norms = { "net.0.weight": 1234.5, "net.0.bias": 1, "net.2.weight": NaN, "net.2.bias": 1 };
  expect(concerns(modelOf([784, 8, 10], "ReLU"), norms)).toEqual([
    "net.0: The gradient is very large (norm 1.23e+3): a smaller learning rate, smaller initial weights or clipping keep the step small.",
    "net.2: The gradient is not finite: the loss or a value on the way to it has overflowed.",
  ]);
});
