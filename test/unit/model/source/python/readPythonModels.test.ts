import { describe, expect, test } from "vitest";
import { TUTORIAL_NET } from "../../../../../src/model/tutorialNet";
import { printModel } from "../../../../../src/model/printModel";
import { stateEntries } from "../../../../../src/model/stateDict";
import { readPythonModels } from "../../../../../src/model/source/python/readPythonModels";

const TUTORIAL = `import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.fc1 = nn.Linear(28*28, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = x.view(-1, 28*28)
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return self.fc3(x)
`;

const only = (text: string) => {
  const [reading, ...more] = readPythonModels(text);
  expect(more).toEqual([]);
  return reading!;
};
const refusal = (text: string) => {
  const { outcome } = only(text);
  return outcome.understood ? undefined : outcome.refusal;
};

describe("readPythonModels", () => {
  test("reads the tutorial's Net as the Net the project knows", () => {
    const { outcome, line, name, range } = only(TUTORIAL);
    if (!outcome.understood) throw new Error(outcome.refusal.reason);
    expect({ line, name, heading: TUTORIAL.slice(range.from, range.to) }).toEqual({
      line: 4,
      name: "Net",
      heading: "class Net",
    });
    expect(printModel(outcome.model)).toBe(printModel(TUTORIAL_NET));
    expect(stateEntries(outcome.model)).toEqual(stateEntries(TUTORIAL_NET));
    const calls = outcome.model.calls.map(({ layer, module }) => ({ layer, ...(module && { module }) }));
    expect(calls).toEqual(TUTORIAL_NET.calls);
  });

  test("gives each layer and call the range it was written on", () => {
    const { outcome } = only(TUTORIAL);
    if (!outcome.understood) throw new Error(outcome.refusal.reason);
    const written = ({ range }: { readonly range?: { from: number; to: number } }) =>
      TUTORIAL.slice(range!.from, range!.to);
    expect(outcome.model.modules.map(written)).toEqual([
      "nn.Linear(28*28, 128)",
      "nn.Linear(128, 64)",
      "nn.Linear(64, 10)",
    ]);
    expect(outcome.model.calls.map(written)).toEqual([
      "x.view(-1, 28*28)",
      "self.fc1(x)",
      "torch.relu(self.fc1(x))",
      "self.fc2(x)",
      "torch.relu(self.fc2(x))",
      "self.fc3(x)",
    ]);
  });

  test("names the place where the shapes do not fit", () => {
    const text = TUTORIAL.replace("nn.Linear(128, 64)", "nn.Linear(100, 64)");
    expect(refusal(text)).toMatchObject({ reason: "`fc2` expects 100 features, but gets 128.", line: 14 });
  });

  test("finds the class while somebody types inside it", () => {
    for (const typed of [
      "        self.fc4 = nn.Linear(",
      "        self.",
      "        if x",
      '        self.name = "abc',
    ]) {
      const text = TUTORIAL.replace("\n    def forward", `${typed}\n\n    def forward`);
      expect(
        readPythonModels(text).map(({ name, line }) => ({ name, line })),
        typed,
      ).toEqual([{ name: "Net", line: 4 }]);
    }
  });

  test("sees no model in strings, comments and other classes", () => {
    expect(
      readPythonModels('"""\nclass A(nn.Module): pass\n"""\n# class B(nn.Module):\nclass C(object):\n  pass\n'),
    ).toEqual([]);
  });
});
