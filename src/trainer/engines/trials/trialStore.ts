import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EngineKind } from "../../../protocol/trainer";
import { writeWhole } from "../../data/writeWhole";
import type { EngineFactory } from "../engine";
import { EngineCrashes } from "./engineCrashes";
import { describeMachine, engineIdentity } from "./engineIdentity";
import type { EngineTrial, TrialTask } from "./engineTrial";
import { parseTrials, type RememberedTrial } from "./parseTrials";

const FILE_NAME = "engine-trials.json";
const DAY_MS = 24 * 60 * 60 * 1000;
/** What an engine lacks may have been installed by tomorrow; how fast it is changes with its version only. */
const FRESH_MS = { available: 30 * DAY_MS, unavailable: DAY_MS };
const MOST_REMEMBERED = 200;

/** Trials as they are remembered from one process to the next: for this machine, each engine's version and each network. */
export class TrialStore {
  readonly #crashes: EngineCrashes;

  /** `folder` is that of the cache; `machine` tells the machines apart that share it. */
  constructor(
    private readonly folder: string,
    private readonly machine = describeMachine(),
    private readonly nowMs: () => number = () => Date.now(),
  ) {
    this.#crashes = new EngineCrashes(folder, machine);
  }

  /** What is remembered of engines on such a network, and of runs that they ended; nothing where the file is missing or damaged. */
  async find(factories: readonly EngineFactory[], task: TrialTask): Promise<ReadonlyMap<EngineKind, EngineTrial>> {
    const remembered = await this.#read();
    const found = factories.flatMap(factory => {
      const key = this.#keyOf(factory, task);
      const { reason = "", untilMs = -Infinity } = this.#crashes.find(factory) ?? {};
      if (this.nowMs() < untilMs) return [[factory.kind, { engine: factory.kind, available: false, reason }] as const];
      const own = remembered.find(({ key: other, triedAtMs, trial }) => {
        const freshMs = trial.available ? FRESH_MS.available : FRESH_MS.unavailable;
        const isFresh = triedAtMs >= untilMs && this.nowMs() - triedAtMs < freshMs;
        return other === key && trial.engine === factory.kind && isFresh;
      });
      return own ? [[factory.kind, own.trial] as const] : [];
    });
    return new Map(found);
  }

  /** A cache that cannot be written is none: the trial is made again next time. */
  async remember(factory: EngineFactory, task: TrialTask, trial: EngineTrial): Promise<void> {
    const key = this.#keyOf(factory, task);
    const others = (await this.#read()).filter(other => other.key !== key);
    const trials = [{ key, triedAtMs: this.nowMs(), trial }, ...others].slice(0, MOST_REMEMBERED);
    try {
      await mkdir(this.folder, { recursive: true });
      await writeWhole(this.folder, FILE_NAME, Buffer.from(JSON.stringify({ trials }, undefined, 1)));
    } catch {
      return;
    }
  }

  async #read(): Promise<readonly RememberedTrial[]> {
    try {
      return parseTrials(await readFile(join(this.folder, FILE_NAME), "utf8"));
    } catch {
      return [];
    }
  }

  #keyOf(factory: EngineFactory, { model, settings, threads }: TrialTask): string {
    const { batchSize, loss, optimizer, clipping } = settings;
    const layers = model.calls.map(({ layer, inputs }) => ({ layer, inputs }));
    const network = [model.inputShape, layers, batchSize, loss, optimizer, clipping?.kind, threads];
    const all = [...engineIdentity(factory, this.machine), network];
    return createHash("sha256").update(JSON.stringify(all)).digest("hex").slice(0, 32);
  }
}
