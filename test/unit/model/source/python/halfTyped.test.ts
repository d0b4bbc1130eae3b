import { describe, expect, test } from "vitest";
import { createPythonReader, readPythonModels } from "../../../../../src/model/source/python/readPythonModels";
import { Generator } from "../../../../../src/trainer/random/generator";
import { MODEL_FILES, modelFixture } from "../../../../support/modelFixtures";
import { seededTest } from "../../../../support/seededTest";

const PIECES = [
  ...Array.from("()[]{}:,'\"\n=*\\#@%\t"),
  '"""',
  "    ",
  "self.",
  "nn.Linear(",
  "lambda x: ",
  "for i in range(10):",
  "while True: pass",
  'f"{',
  "class A(nn.Module):\n",
  "def f(self):",
  "not ",
  " and ",
  "[0] * 100000000",
  "range(10**12)",
  "10**400",
  "self.a = self",
  "from torch import *",
  "yield",
  ":=",
  "\u0000",
  "é",
];

/** `text` after a few edits of a careless hand. */
function damage(text: string, below: (limit: number) => number): string {
  let result = text;
  for (let edits = 1 + below(3); edits > 0; edits--) {
    const at = below(result.length + 1);
    const end = Math.min(result.length, at + below(40));
    const piece = PIECES[below(PIECES.length)]!;
    const edit = [
      () => result.slice(0, at),
      () => result.slice(0, at) + result.slice(end),
      () => result.slice(0, at) + piece + result.slice(at),
      () => result.split("\n").toSpliced(below(20), 1).join("\n"),
    ][below(4)]!;
    result = edit();
  }
  return result;
}

describe("half-typed code", () => {
  seededTest("nothing throws, whatever is cut off, deleted or typed", 300, seed => {
    const generator = new Generator(seed);
    const below = (limit: number) => generator.nextUint32() % limit;
    const text = damage(modelFixture(MODEL_FILES[below(MODEL_FILES.length)]!), below);
    for (const { line, end, range, outcome } of readPythonModels(text)) {
      expect(line).toBeGreaterThan(0);
      expect(range.from).toBeLessThan(range.to);
      expect(range.to).toBeLessThanOrEqual(end);
      if (!outcome.understood) expect(outcome.refusal.range.to).toBeLessThanOrEqual(text.length);
    }
  });

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

describe("speed", () => {
  const models = ["classic_cnn.py", "lenet_padding.py", "inception_cat.py", "vgg_config.py", "quickstart_stack.py"];
  const helper = (index: number) =>
    `\n\ndef helper_${index}(data, step=${index}):\n${"    value = data[0] * step  # more\n    print(value)\n".repeat(20)}`;
  const script = models.map(modelFixture).join("\n") + Array.from({ length: 42 }, (_, index) => helper(index)).join("");

  /** Milliseconds of CPU of the fastest of some runs: what it costs without what else the machine does. */
  function fastest(runs: number, run: (index: number) => unknown): number {
    const times = Array.from({ length: runs }, (_, index) => {
      const before = process.cpuUsage();
      run(index);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    return Math.min(...times);
  }

  test("typing in a file of 2,000 lines costs less than 10 ms", () => {
    expect(script.split("\n").length).toBeGreaterThan(1900);
    const read = createPythonReader();
    read(script);
    const at = script.indexOf("x = self.conv1(x)");
    expect(fastest(60, index => read(script.slice(0, at) + "y".repeat(index) + script.slice(at)))).toBeLessThan(10);
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
