import { describe, expect, test } from "vitest";
import { createPythonReader, readPythonModels } from "../../../../../src/model/source/python/readPythonModels";
import { cpuMilliseconds } from "../../../../support/cpuTime";
import { MODEL_FILES, modelFixture } from "../../../../support/modelFixtures";

describe("half-typed code", () => {
  test("every class stays in sight while any line inside another one is cut off", () => {
    const text = modelFixture("init_weights.py");
    const names = readPythonModels(text).map(({ name }) => name);
    expect(names).toEqual(["Xavier", "Kaiming", "OldStyle"]);
    const lines = text.split("\n");
    const begin = lines.indexOf("        super(Xavier, self).__init__()");
    const end = lines.indexOf("        return self.fc3(x)");
    for (let at = begin; at <= end; at++) {
      for (const cut of [5, 12, 25, 40]) {
        const typed = lines.with(at, lines[at]!.slice(0, cut)).join("\n");
        expect(
          readPythonModels(typed).map(({ name }) => name),
          `line ${at + 1} up to ${cut}`,
        ).toEqual(names);
      }
    }
  });

  test("a reader that remembers says the same as one that does not", () => {
    const read = createPythonReader();
    const text = MODEL_FILES.slice(0, 6).map(modelFixture).join("\n\n");
    expect(read(text)).toEqual(readPythonModels(text));
    for (const at of [0, 40, text.length >> 1, text.length - 30]) {
      for (const typed of ["", "\n", "# note\n", "x", "(", "\nclass Late(nn.Module):\n    pass\n\n"]) {
        const edited = text.slice(0, at) + typed + text.slice(at);
        expect(read(edited)).toEqual(readPythonModels(edited));
      }
    }
  });
});

/** A warm reader on an idle machine takes a third of it; a busy or slow one has to hold it, too. */
const TWO_FRAMES_MS = 33;

describe("speed", () => {
  const models = ["classic_cnn.py", "lenet_padding.py", "inception_cat.py", "vgg_config.py", "quickstart_stack.py"];
  const helper = (index: number) =>
    `\n\ndef helper_${index}(data, step=${index}):\n${"    value = data[0] * step  # more\n    print(value)\n".repeat(20)}`;
  const script = models.map(modelFixture).join("\n") + Array.from({ length: 42 }, (_, index) => helper(index)).join("");

  /** The fewest milliseconds of CPU of `runs` runs, or of those until one is below `enough`. */
  function fastest(runs: number, enough: number, run: (index: number) => unknown): number {
    let best = Infinity;
    for (let index = 0; index < runs && best >= enough; index++)
      best = Math.min(
        best,
        cpuMilliseconds(() => run(index)),
      );
    return best;
  }

  test("typing in a file of 2,000 lines costs no more than two frames of a screen", () => {
    expect(script.split("\n").length).toBeGreaterThan(1900);
    const read = createPythonReader();
    read(script);
    const at = script.indexOf("x = self.conv1(x)");
    const type = (index: number) => read(script.slice(0, at) + "y".repeat(index) + script.slice(at));
    expect(fastest(300, TWO_FRAMES_MS, type)).toBeLessThan(TWO_FRAMES_MS);
  });

  test.each([
    ["open brackets", `x = ${"(".repeat(20_000)}`],
    ["closed brackets", `x = ${"(".repeat(5000)}1${")".repeat(5000)}`],
    ["a sum", `x = 1${" + 1".repeat(50_000)}`],
    ["a megabyte of numbers", `x = [${"1.5, ".repeat(200_000)}]`],
    ["calls of calls", `x = f${"()".repeat(50_000)}`],
    ["nots", `x = ${"not ".repeat(20_000)}y`],
    ["lambdas", `x = ${"lambda: ".repeat(20_000)}1`],
    ["branches", `if x: pass\n${"elif y: pass\n".repeat(10_000)}`],
  ])(
    "a file of %s is read within seconds",
    (_name, text) => {
      const net = `from torch import nn\nclass Net(nn.Module):\n    def forward(self, x): return x\n${text}\n`;
      expect(readPythonModels(net)).toHaveLength(1);
    },
    20_000,
  );
});
