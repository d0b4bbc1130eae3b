import { expect, test } from "vitest";
import { findStateDict, readStateDict, readTensors } from "../../../src/formats/weightsFile";
import { readFixture } from "../../support/weightsFixtures";

const tensorsAt = (...paths: string[]) =>
  new Map(paths.map(path => [path.replaceAll("/", "."), { path: path.split("/") }]));
const namesIn = (...paths: string[]) => [...findStateDict(tensorsAt(...paths)).keys()];

test("a state dict is its own", () => {
  expect(namesIn("model.0.weight", "model.0.bias")).toEqual(["model.0.weight", "model.0.bias"]);
});

test("the model's part of a checkpoint is found, under its own names", () => {
  expect(namesIn("model_state_dict/fc.weight", "optimizer_state_dict/state/0/exp_avg")).toEqual(["fc.weight"]);
  expect(namesIn("state_dict/fc.weight", "ema/fc.weight")).toEqual(["fc.weight"]);
});

test("a checkpoint that is laid out differently is refused", () => {
  expect(() => namesIn("mine/fc.weight")).toThrow(/without a state dict under a usual key/);
});

test("it works on what PyTorch saved", () => {
  const tensors = findStateDict(readStateDict(readFixture("pth", "t2_checkpoint_zip.pth")));
  expect([...tensors.keys()]).toEqual(["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"]);
});

test("a bare tensor or a list is no state dict", () => {
  for (const [name, type] of [
    ["bare_tensor_zip.pth", "Tensor"],
    ["tensor_list_zip.pth", "list"],
  ] as const) {
    const bytes = readFixture("pth", name);
    expect(readTensors(bytes).size).toBeGreaterThan(0);
    expect(() => readStateDict(bytes)).toThrow(`The file holds no state dict, but a Python object of type "${type}".`);
  }
});
