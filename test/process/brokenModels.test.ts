import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { findProblems } from "../../src/model/source/problems/findProblems";
import { readPythonModels } from "../../src/model/source/python/readPythonModels";
import { SeededRandom } from "../../src/trainer/data/seededRandom";
import { findPython, runPythonFile } from "../support/python";
import { temporaryFolder } from "../support/temporaryFolder";

const COUNT = 200;
const MODELS = join("test", "fixtures", "models");
const MNIST = '\nfrom torchvision import datasets\ndata = datasets.MNIST(".")\n';
const folder = temporaryFolder();
const run = promisify(execFile);

test("where sizes of random broken classes are said not to fit, PyTorch raises", async context => {
  const found = findPython(["torch"]);
  if ("reason" in found) return context.skip(found.reason);
  const seed = process.env["TEST_SEED"] ?? String(Math.floor(Math.random() * 2 ** 31));
  const random = new SeededRandom(Number(seed));
  const args = [join("test", "support", "randomModels.py"), seed, String(COUNT), MODELS];
  const { stdout } = await run(found.path, args, { maxBuffer: 2 ** 28 });
  const sources = stdout
    .trim()
    .split("\n")
    .map(line => (JSON.parse(line) as { source: string }).source)
    .map((source, index) => breakOneNumber(source, random) + (index % 2 === 0 ? MNIST : ""));
  const path = join(folder, "sources.json");
  writeFileSync(path, JSON.stringify(sources));
  const script = join("test", "support", "raisesInPyTorch.py");
  const raises = (await runPythonFile(found.path, script, [path, MODELS])) as boolean[];
  const told = sources.map(source =>
    findProblems(source, readPythonModels(source)).some(({ kind }) => kind === "shapes"),
  );
  const falseErrors = sources.filter((_, index) => told[index] && !raises[index]);
  expect(falseErrors, `TEST_SEED=${seed}`).toEqual([]);
  const toldCount = told.filter(Boolean).length;
  console.log(
    `seed ${seed}: ${toldCount} errors told where PyTorch raises for ${raises.filter(Boolean).length} of ${COUNT}`,
  );
  expect(toldCount).toBeGreaterThan(COUNT / 20);
}, 120_000);

/** Changes one whole number of the last class. */
function breakOneNumber(source: string, random: SeededRandom): string {
  const begin = source.lastIndexOf("class Net");
  const numbers = [...source.slice(begin).matchAll(/(?<![\w.])\d+(?![\w.])/g)];
  const chosen = numbers[random.below(numbers.length)];
  if (!chosen) return source;
  const at = begin + chosen.index;
  const changed = Number(chosen[0]) + 1 + random.below(4);
  return source.slice(0, at) + String(changed) + source.slice(at + chosen[0].length);
}
