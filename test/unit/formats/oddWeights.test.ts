import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { FormatError } from "../../../src/formats/formatError";
import { readTensors } from "../../../src/formats/weightsFile";
import { findPython, runPythonFile } from "../../support/python";
import { temporaryFolder } from "../../support/temporaryFolder";

vi.setConfig({ testTimeout: 120_000 });

/** Read here although the defaults of PyTorch refuse them: Python itself takes these pickles, and a reader executes nothing. */
const TAKEN_HERE = new Set(["proto 5", "F6 x4"]);

function isTaken(path: string): boolean {
  try {
    readTensors(readFileSync(path));
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

test("what PyTorch or safetensors refuses is refused, however odd the file", async context => {
  const python = findPython();
  if ("reason" in python) return context.skip(python.reason);
  const script = fileURLToPath(new URL("../../support/oddWeights.py", import.meta.url));
  const cases = (await runPythonFile(python.path, script, [temporaryFolder()])) as [string, string, boolean][];
  const taken = cases.filter(([path]) => isTaken(path));
  expect(taken.length).toBeGreaterThan(100);
  expect(taken.filter(([, what, isLoaded]) => !isLoaded && !TAKEN_HERE.has(what)).map(([, what]) => what)).toEqual([]);
});
