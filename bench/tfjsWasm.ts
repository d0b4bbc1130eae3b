import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Contestant } from "./contestant.ts";
import { PROJECT } from "./project.ts";
import { runProgram } from "./runProgram.ts";

const FOLDER = join(PROJECT, "bench", "tfjsWasm");
const SAMPLES = 12_000;

/** TensorFlow.js on its WASM backend, which npm fetches for this only; undefined, with a word, where it cannot. */
export async function tfjsWasmContestant(data: string, say: (line: string) => void): Promise<Contestant | undefined> {
  if (!existsSync(join(FOLDER, "node_modules"))) {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    try {
      await runProgram(npm, ["install", "--prefix", FOLDER, "--no-audit", "--no-fund", "--no-package-lock"]);
    } catch (error) {
      say(`no tfjs WASM: ${(error as Error).message}`);
      return undefined;
    }
  }
  const run = async () => {
    const program = [join(FOLDER, "train.mjs"), data, String(SAMPLES)];
    const { stdout, seconds, peakBytes } = await runProgram(process.execPath, program);
    const [, train = "", evaluate = ""] = /train ([\d.]+) s \| evaluate ([\d.]+) s/.exec(stdout) ?? [];
    return {
      trainSeconds: [(Number(train) * 60_000) / SAMPLES],
      evaluateSeconds: [Number(evaluate)],
      processSeconds: seconds,
      isWholeJob: false,
      peakBytes,
    };
  };
  return { name: "tfjs 4.22 on its WASM backend", run };
}
