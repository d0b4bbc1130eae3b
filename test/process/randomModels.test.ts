import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { findProblems } from "../../src/model/source/problems/findProblems";
import { readPythonModels } from "../../src/model/source/python/readPythonModels";
import { expectLogits, expectReading, type ExpectedReading } from "../support/expectedReading";
import { findPython } from "../support/python";

const COUNT = 500;
const run = promisify(execFile);

test("random classes are read as PyTorch runs them", async context => {
  const found = findPython(["torch"]);
  if ("reason" in found) return context.skip(found.reason);
  const seed = process.env["TEST_SEED"] ?? String(Math.floor(Math.random() * 2 ** 31));
  const args = [join("test", "support", "randomModels.py"), seed, String(COUNT), join("test", "fixtures", "models")];
  const { stdout } = await run(found.path, args, { maxBuffer: 2 ** 28 });
  const cases = stdout.trim().split("\n");
  expect(cases).toHaveLength(COUNT);
  for (const line of cases) {
    const { source, expected } = JSON.parse(line) as { source: string; expected: ExpectedReading };
    const readings = readPythonModels(source);
    const { outcome } = readings.at(-1)!;
    const hint = `TEST_SEED=${seed}\n${source}`;
    if (!outcome.understood) throw new Error(`${outcome.refusal.reason}\n${hint}`);
    expect(findProblems(source, readings).filter(({ kind }) => kind === "shapes")).toEqual([]);
    try {
      expectReading(outcome.model, expected);
      expectLogits(outcome.model, expected);
    } catch (error) {
      throw new Error(`read wrongly with ${hint}`, { cause: error });
    }
  }
}, 120_000);
