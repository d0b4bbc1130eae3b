import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeSafetensors, writeTorchStateDict } from "../../../src/formats/weightsFile";
import { comparisonLines } from "../../../src/trainer/cli/comparisonLines";
import { compareFiles } from "../../../src/trainer/compare";
import { temporaryFolder } from "../../support/temporaryFolder";
import { fixturePath } from "../../support/weightsFixtures";

const folder = temporaryFolder();
const vector = (name: string, ...values: number[]) => ({
  name,
  dtype: "float32" as const,
  shape: [values.length],
  data: Float32Array.from(values),
});
const [before, after] = [join(folder, "before.pth"), join(folder, "after.safetensors")];
writeFileSync(before, writeTorchStateDict([vector("same", 1, 2), vector("moved", 3, 4), vector("gone", 1)]));
writeFileSync(after, writeSafetensors([vector("same", 1, 2), vector("moved", 3, 5), vector("new", 1)]));

test("what changed most comes first, and what has no counterpart before it", async () => {
  expect(comparisonLines(await compareFiles(before, after))).toEqual([
    "name   relative L2  cosine",
    "gone   -            -         only in the first file",
    "new    -            -         only in the second file",
    "moved  0.20000      0.994692",
    "same   0.0000       1.000000  no change",
  ]);
});

test("a file that must not be loaded is not compared", async () => {
  await expect(compareFiles(before, fixturePath("bad", "exec_in_state_dict.pth"))).rejects.toThrow(
    /exec_in_state_dict\.pth must not be loaded: The file needs the Python object "os\.system"/,
  );
  await expect(compareFiles(join(folder, "missing.pth"), after)).rejects.toThrow(/there is no such file/);
});
