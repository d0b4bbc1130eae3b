import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeSafetensors, writeTorchStateDict, type WritableTensor } from "../../../src/formats/weightsFile";
import { ExpectedError } from "../../../src/protocol/expectedError";
import { inspectFile } from "../../../src/trainer/inspect";
import { temporaryFolder } from "../../support/temporaryFolder";
import { fixturePath } from "../../support/weightsFixtures";

const folder = temporaryFolder();
const vector = (name: string, ...values: number[]): WritableTensor => ({
  name,
  dtype: "float32",
  shape: [values.length],
  data: Float32Array.from(values),
});

function saved(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const inspect = (path: string, stats = false) => inspectFile(path, { stats });
const fixture = (name: string) => inspect(fixturePath("pth", name), true);

test("a state dict is listed", async () => {
  const { output, refused } = await inspect(saved("a.pth", writeTorchStateDict([vector("fc.bias", 1, 2)])));
  expect(refused).toBe(false);
  expect(output).toEqual({
    format: "zip",
    top_level: "OrderedDict",
    tensors: [{ name: "fc.bias", dtype: "float32", shape: [2], numel: 2, storage: "0" }],
    scalars: {},
    warnings: [],
  });
});

test("statistics come with each tensor, and JSON can carry them", async () => {
  const file = saved("b.safetensors", writeSafetensors([vector("w", 0, NaN, 3, Infinity, -5)]));
  const { output } = await inspect(file, true);
  const stats = { min: -5, max: 3, zeros: 1, nan: 1, inf: 1, first8: [0, "NaN", 3, "Infinity", -5] };
  expect(output.tensors).toMatchObject([{ name: "w", l2: Math.sqrt(34), mean: -2 / 3, ...stats }]);
  expect(output.warnings).toEqual(['"w" has 1 NaN and 1 infinite values among 5.']);
  expect(output).toMatchObject({ format: "safetensors", metadata: { format: "pt" } });
});

test("views show their strides and what they share", async () => {
  const { output } = await fixture("t2_views_zip.pth");
  expect(output.tensors![0]).toMatchObject({ name: "transposed", strides: [1, 6], offset: 0, storage: "0" });
  expect(output.warnings).toContain('"transposed", "step2", "narrow", "column" and "scalar_view" share their bytes.');
});

test("a checkpoint shows paths, and whole numbers beyond 2^53 as text", async () => {
  const { output } = await fixture("checkpoint_zip.pth");
  expect(output.tensors![0]).toMatchObject({ name: "model.fc1.weight", path: ["model", "fc1.weight"] });
  expect(output.scalars).toMatchObject({ epoch: 3, "flags.11": "-9223372036854775808", "floats.5": "NaN" });
});

test("a refused file says why, and shows what can be read beside it", async () => {
  const { output, refused } = await inspect(fixturePath("bad", "exec_in_state_dict.pth"), true);
  expect(refused).toBe(true);
  expect(output.error).toBe('The file needs the Python object "os.system", which torch.load refuses by default.');
  expect(output.tensors).toMatchObject([{ name: "weight", shape: [2, 2], l2: Math.sqrt(14) }]);
  const { repr, ...object } = output.scalars!["bias"] as { repr: string };
  expect(object).toEqual({ python_object: "os.system" });
  expect(repr).toMatch(/^os\.system\(".*payload_ran.*"\)$/);
});

test("a damaged storage is found, and the others are shown", async () => {
  const bytes = writeTorchStateDict([vector("a", 1, 2), vector("b", 3, 4)]);
  const at = Buffer.from(bytes).indexOf(Buffer.from(Float32Array.of(3, 4).buffer));
  bytes[at] = 7;
  const { output, refused } = await inspect(saved("damaged.pth", bytes));
  expect(refused).toBe(true);
  expect(output.error).toBe(
    'The file is damaged: the checksum of the zip entry "archive/data/1" does not match its bytes.',
  );
  expect(output.tensors).toHaveLength(2);
});

describe("a set of .safetensors files", () => {
  const shards = join(folder, "shards");
  mkdirSync(shards);
  writeFileSync(join(shards, "one.safetensors"), writeSafetensors([vector("a", 1), vector("b", 2)]));
  writeFileSync(join(shards, "two.safetensors"), writeSafetensors([vector("c", 3)]));
  const inspectIndex = (weightMap: object | string, stats = false) => {
    const path = join(shards, "model.safetensors.index.json");
    writeFileSync(path, typeof weightMap === "string" ? weightMap : JSON.stringify({ weight_map: weightMap }));
    return inspect(path, stats);
  };
  const whole = { a: "one.safetensors", b: "one.safetensors", c: "two.safetensors" };

  test("is listed by its index", async () => {
    const { output, refused } = await inspectIndex(whole, true);
    expect(refused).toBe(false);
    expect(output.tensors).toMatchObject([
      { name: "a", file: "one.safetensors", l2: 1 },
      { name: "b", file: "one.safetensors", l2: 2 },
      { name: "c", file: "two.safetensors", l2: 3 },
    ]);
  });

  test.each([
    ["a file outside the folder", { ...whole, c: "../two.safetensors" }, /names no file of its folder/],
    ["a file that is missing", { ...whole, c: "three.safetensors" }, /three\.safetensors of the set cannot be read/],
    ["a tensor that is in no file", { ...whole, d: "two.safetensors" }, /No file of the set has the tensor "d"/],
    ["a tensor in another file", { ...whole, b: "two.safetensors" }, /one\.safetensors has the tensor "b"/],
    ["no map at all", {}, undefined],
    ["no JSON", "{", /no valid JSON/],
    ["another JSON", "[]", /has no weight_map/],
  ])("with %s is refused", async (_, weightMap, sentence) => {
    const { output, refused } = await inspectIndex(weightMap);
    expect(refused).toBe(sentence !== undefined);
    if (sentence) expect(output.error).toMatch(sentence);
  });
});

describe("a damaged file of a set", () => {
  const damaged = join(folder, "damaged");
  mkdirSync(damaged);
  const whole = writeSafetensors([vector("a", 1, 2, 3)]);
  const lying = Uint8Array.from(whole);
  lying[0]! += 8; // a header that reaches into the file after it
  const inspectSet = (first: Uint8Array) => {
    writeFileSync(join(damaged, "a.safetensors"), first);
    writeFileSync(join(damaged, "b.safetensors"), writeSafetensors([vector("b", 4)]));
    const path = join(damaged, "set.safetensors.index.json");
    writeFileSync(path, JSON.stringify({ weight_map: { a: "a.safetensors", b: "b.safetensors" } }));
    return inspect(path);
  };

  test.each([
    ["cut off in its values", whole.subarray(0, whole.length - 4)],
    ["cut off in its header", whole.subarray(0, 20)],
    ["with a header that is too long", lying],
    ["empty", new Uint8Array(0)],
  ])("%s is named, and nothing of the next one is taken for it", async (_, bytes) => {
    const { output, refused } = await inspectSet(bytes);
    expect(refused).toBe(true);
    expect(output.error).toMatch(/^a\.safetensors: The /);
    expect(output).not.toHaveProperty("tensors");
  });
});

describe("what is no file of weights", () => {
  test.each([
    ["empty", "", /is empty/],
    ["a module path of Python", "./site-packages\n", /is text, not weights/],
    ["a web page", "<!DOCTYPE html><html></html>", /is a web page/],
    ["gzip", "\x1f\x8b\x08\x00", /compressed with gzip/],
    ["a plain pickle", "\x80\x02N.", /Python pickle, but not one of torch\.save/],
    ["noise", "\x01\x02\xff\xfe", /neither a \.pth file/],
  ])("%s is recognised", async (name, content, sentence) => {
    const { output, refused } = await inspect(saved(`${name}.pth`, Buffer.from(content, "latin1")));
    expect(refused).toBe(true);
    expect(output.error).toMatch(sentence);
    expect(output).not.toHaveProperty("tensors");
  });

  test("a path without a file is an error for the user", async () => {
    await expect(inspect(join(folder, "missing.pth"))).rejects.toThrow(ExpectedError);
    await expect(inspect(folder)).rejects.toThrow(/it is a folder/);
  });

  test.skipIf(process.platform === "win32")("a pipe does not keep anybody waiting", async () => {
    const pipe = join(folder, "pipe.pth");
    execFileSync("mkfifo", [pipe]);
    expect((await inspect(pipe)).output.error).toMatch(/leads to a pipe/);
  });
});
