import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineTrial } from "../src/trainer/engines/trials/engineTrial.ts";
import type { EpochFinished, RunEvent } from "../src/protocol/trainer.ts";
import type { Contestant, Measurement } from "./contestant.ts";
import { PROJECT } from "./project.ts";
import { runProgram } from "./runProgram.ts";

const CLI = join(PROJECT, "dist", "cli.js");
const WHOLE_JOB_EPOCHS = 5;
const SAMPLES = 60_000;

/** How our command line is to train. */
export interface OurOptions {
  readonly data: string;
  readonly epochs: number;
  readonly engine: string;
  readonly threads?: number;
  /** Train on the first so many samples only; seconds are then those of 60,000. */
  readonly limit?: number;
  readonly batchSize?: number;
  /** `FILE:Class`; the tutorial's Net when absent. */
  readonly model?: string;
}

/** Trains with the built command line, as a person would. */
export async function trainOurs(options: OurOptions): Promise<Measurement> {
  const { data, epochs, engine, threads, limit = SAMPLES, batchSize, model } = options;
  const save = join(tmpdir(), `train-lens-bench-${process.pid}.pth`);
  const optional = { "--threads": threads, "--batch-size": batchSize };
  const { stdout, seconds, peakBytes } = await runProgram(process.execPath, [
    CLI,
    "train",
    ...(model === undefined ? [] : [model]),
    ...["--json", "--force", "--seed", "0", "--data", data, "--save", save, "--engine", engine],
    ...["--epochs", String(epochs), "--limit", String(limit)],
    ...Object.entries(optional).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)])),
  ]);
  rmSync(save);
  const finished = eventsOf(stdout).filter((event): event is EpochFinished => event.type === "epoch-finished");
  return {
    trainSeconds: finished.map(({ trainSeconds }) => (trainSeconds * SAMPLES) / limit),
    evaluateSeconds: finished.map(({ evaluateSeconds }) => evaluateSeconds),
    processSeconds: seconds,
    isWholeJob: epochs === WHOLE_JOB_EPOCHS && limit === SAMPLES,
    peakBytes,
  };
}

/** A contestant for each engine that works here; the WASM engine with one thread and with as many as are fastest. */
export async function ourContestants(data: string): Promise<Contestant[]> {
  const { stdout } = await runProgram(process.execPath, [CLI, "engines", "--json"]);
  const trials = JSON.parse(stdout) as EngineTrial[];
  return trials.flatMap(trial => {
    const { engine } = trial;
    if (!trial.available) return [];
    const whole = { data, engine, epochs: WHOLE_JOB_EPOCHS };
    // an epoch of a slow engine takes as long as a whole training of the others
    const isSlow = trial.stepMicroseconds > 2000;
    const own = isSlow ? { data, engine, epochs: 1, limit: SAMPLES / 5 } : whole;
    if (engine !== "wasm") return [{ name: `${engine} (${trial.device})`, run: () => trainOurs(own) }];
    return [
      { name: "wasm, one thread", run: () => trainOurs({ ...own, threads: 1 }) },
      { name: "wasm, the threads it chooses", run: () => trainOurs(own) },
    ];
  });
}

function eventsOf(stdout: string): RunEvent[] {
  return stdout
    .trim()
    .split("\n")
    .map(line => JSON.parse(line) as RunEvent);
}
