import { build } from "esbuild";
import { fork } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "../../src/protocol/trainer.ts";
import { median } from "../contestant.ts";
import { table, type Part } from "../part.ts";
import { PROJECT } from "../project.ts";
import { THREADS } from "../threads.ts";

const EPOCHS = 32;
/** The first ones compile. */
const SETTLED_AFTER = 2;
const LIMIT_MS = 5 * 60_000;

/** Seconds of an epoch as the extension trains, and of the bare one after it. */
export interface EpochPair {
  readonly fullSeconds: number;
  readonly bareSeconds: number;
}

/**
 * What events, metrics and a host to hear them cost. From process to process and minute to minute the time of an epoch
 * varies by more than that, so each epoch is compared with its neighbour, in one process, and the median of all counts.
 */
export const overhead: Part = async ({ data, rounds, say }) => {
  const program = join(PROJECT, "dist", "pairedTraining.js"); // beside the program of the threads
  await build({
    entryPoints: [join(PROJECT, "bench", "pairedTraining.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["webgpu"],
    logLevel: "error",
  });
  const pairs: EpochPair[] = [];
  const ratios: number[] = [];
  try {
    for (let round = 1; round <= rounds; round++) {
      const found = (await trainInPairs(program, data, round % 2 === 0)).slice(SETTLED_AFTER);
      pairs.push(...found);
      ratios.push(ratioOf(found));
      say(`round ${round}: ${found.length} pairs of epochs, a ratio of ${ratios.at(-1)!.toFixed(3)}`);
    }
  } finally {
    rmSync(program); // what lies there would be packed into the extension
  }
  const fullSeconds = median(pairs.map(pair => pair.fullSeconds));
  const bareSeconds = median(pairs.map(pair => pair.bareSeconds));
  const ratio = ratioOf(pairs);
  const rows = [
    ["bare training", bareSeconds.toFixed(3), "1.000"],
    ["with all events and metrics", fullSeconds.toFixed(3), ratio.toFixed(3)],
  ];
  const spread = `The ratio is the median of ${pairs.length} pairs of epochs that followed each other; of single processes it was ${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}.`;
  return {
    title: `What events and metrics cost, ${THREADS} threads`,
    markdown: `${table(["", "s per epoch", "ratio"], rows)}\n\n${spread}`,
    values: { bareSeconds, fullSeconds, ratio, ratios },
  };
};

function ratioOf(pairs: readonly EpochPair[]): number {
  return median(pairs.map(({ fullSeconds, bareSeconds }) => fullSeconds / bareSeconds));
}

/** Runs the program as the extension runs the trainer, with its events over IPC, and hears them all. */
function trainInPairs(program: string, data: string, isBareFirst: boolean): Promise<readonly EpochPair[]> {
  const weights = join(tmpdir(), `train-lens-bench-${process.pid}.pth`);
  const args = [
    data,
    String(EPOCHS),
    String(THREADS),
    String(defaultNormsEvery()),
    weights,
    isBareFirst ? "bare-first" : "",
  ];
  const trainer = fork(program, args, { serialization: "json", timeout: LIMIT_MS, killSignal: "SIGKILL" });
  let pairs: readonly EpochPair[] | undefined;
  trainer.on("message", (message: RunEvent | { type: "pairs"; pairs: readonly EpochPair[] }) => {
    if (message.type === "pairs") pairs = message.pairs;
  });
  return new Promise((resolve, reject) => {
    trainer.on("error", reject);
    trainer.on("close", (code, signal) => {
      rmSync(weights, { force: true });
      if (pairs && pairs.length > SETTLED_AFTER) resolve(pairs);
      else reject(new Error(`The training in pairs ended with ${signal ?? code}.`));
    });
  });
}

function defaultNormsEvery(): number {
  const manifest = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
    contributes: { configuration: { properties: Record<string, { default: unknown }> } };
  };
  return Number(manifest.contributes.configuration.properties["trainLens.gradientNormsEvery"]!.default);
}
