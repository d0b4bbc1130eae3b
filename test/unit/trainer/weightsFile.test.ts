import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { WeightsFile } from "../../../src/trainer/weightsFile";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weights-"));
});
const bytes = (text: string) => new TextEncoder().encode(text);

test("a file that exists stays, and a number is added to the name", async () => {
  writeFileSync(join(folder, "net.pth"), "the user's");
  writeFileSync(join(folder, "net-2.pth"), "the user's too");
  const file = await WeightsFile.prepare(join(folder, "net.pth"), false);
  file.write(bytes("ours"));
  expect(file.path).toBe(join(folder, "net-3.pth"));
  expect(readFileSync(file.path, "utf8")).toBe("ours");
  expect(readFileSync(join(folder, "net.pth"), "utf8")).toBe("the user's");
});

test("later writes of the same run replace the earlier ones under the same name", async () => {
  const file = await WeightsFile.prepare(join(folder, "net.pth"), false);
  file.write(bytes("epoch 1"));
  file.write(bytes("epoch 2"));
  expect(readdirSync(folder)).toEqual(["net.pth"]);
  expect(readFileSync(file.path, "utf8")).toBe("epoch 2");
});

test("a file that appears between start and end of the training is left alone", async () => {
  const file = await WeightsFile.prepare(join(folder, "net.pth"), false);
  writeFileSync(join(folder, "net.pth"), "appeared");
  file.write(bytes("ours"));
  expect(file.path).toBe(join(folder, "net-2.pth"));
  expect(readFileSync(join(folder, "net.pth"), "utf8")).toBe("appeared");
});

test("overwriting is done when it is asked for", async () => {
  writeFileSync(join(folder, "net.pth"), "old");
  const file = await WeightsFile.prepare(join(folder, "net.pth"), true);
  file.write(bytes("new"));
  expect(readdirSync(folder)).toEqual(["net.pth"]);
  expect(readFileSync(join(folder, "net.pth"), "utf8")).toBe("new");
});

test("a place that cannot be written is refused before the training, in a sentence", async () => {
  writeFileSync(join(folder, "file"), "");
  await expect(WeightsFile.prepare(join(folder, "file", "net.pth"), false)).rejects.toThrow(
    /The weights cannot be saved to .*net\.pth: something else of that name stands in the way\./,
  );
});

test("what a killed process left half-written is removed by the next run", async () => {
  const abandoned = join(folder, ".train-lens-999999999.tmp");
  writeFileSync(abandoned, "half");
  await WeightsFile.prepare(join(folder, "net.pth"), false);
  expect(existsSync(abandoned)).toBe(false);
});
