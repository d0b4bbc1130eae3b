import { describe, expect, test } from "vitest";
import { parseCommandLine, UsageError } from "../../../../src/trainer/cli/options";

const parse = (line: string) => parseCommandLine(line.split(" ").filter(word => word !== ""));

test("train without options asks for nothing but the defaults", () => {
  expect(parse("train")).toEqual({
    command: "train",
    settings: {},
    engine: "auto",
    save: "mnist_model.pth",
    force: false,
    json: false,
  });
});

test("every option of train is read", () => {
  const line =
    "train net.py:Net --data d --dataset kmnist --epochs 3 --batch-size 32 --lr 1e-2 --optimizer adam --seed -5 " +
    "--engine reference --limit 100 --max-steps 7 --save w.pth --force --gradient-norms every:10 --threads 2 --json";
  expect(parse(line)).toEqual({
    command: "train",
    model: { file: "net.py", className: "Net" },
    dataset: "KMNIST",
    dataFolder: "d",
    seed: -5,
    gradientNormsEvery: 10,
    threads: 2,
    settings: { epochs: 3, batchSize: 32, lr: 0.01, optimizer: "adam", limit: 100, maxSteps: 7 },
    engine: "reference",
    save: "w.pth",
    force: true,
    json: true,
  });
});

test("the colon of a drive letter does not begin a class name", () => {
  expect(parse("train C:net.py")).toMatchObject({ model: { file: "C:net.py" } });
  expect(parse("train C:\\nets\\net.py:Net")).toMatchObject({ model: { file: "C:\\nets\\net.py", className: "Net" } });
});

describe.each(["epochs", "batch-size", "limit", "max-steps"])("--%s", option => {
  test.each(["0", "-1", "1.5", "NaN", "Infinity", "abc", "1e99", "''"])("refuses %s in a sentence", value => {
    expect(() => parse(`train --${option} ${value}`)).toThrow(
      new RegExp(`^--${option} must be a whole number, at least 1 and at most \\d+, but is .+\\.$`),
    );
  });
});

test.each(["0", "-0.1", "NaN", "Infinity", "-Infinity", "fast"])("--lr refuses %s in a sentence", value => {
  expect(() => parse(`train --lr ${value}`)).toThrow(/^--lr must be a number, above 0, but is .+\.$/);
});

test.each([
  ["fly", 'There is no command "fly".'],
  ["train a.py b.py", "train takes one file, but 2 are given."],
  ["train --sped 3", "Unknown option '--sped'."],
  ["train --seed 1.5", "--seed must be a whole number, but is 1.5."],
  ["train --engine gpu", "--engine must be auto, reference, wasm, webgpu, tfjs, but is gpu."],
  ["train --dataset CIFAR10", "--dataset must be MNIST, FashionMNIST, KMNIST, but is CIFAR10."],
  ["train --gradient-norms 10", "--gradient-norms must be every:N with N from 1, but is 10."],
  ["train --gradient-norms every:0", "--gradient-norms must be every:N with N from 1, but is every:0."],
  ["train --threads 0", "--threads must be a whole number from 1, but is 0."],
  ["train --threads two", "--threads must be a whole number from 1, but is two."],
  ["evaluate", "evaluate needs --weights FILE, the state dict to evaluate."],
  ["evaluate --weights w --epochs 3", "Unknown option '--epochs'."],
  ["inspect", "inspect needs a file."],
  ["engines x", "engines takes no file."],
])("%s is refused: %s", (line, message) => {
  expect(() => parse(line)).toThrow(UsageError);
  expect(() => parse(line)).toThrow(message);
});

test.each(["", "help", "--help", "train --help"])("%j asks for help", line => {
  expect(parse(line)).toEqual({ command: "help" });
});
