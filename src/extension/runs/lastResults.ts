import { Emitter } from "../emitter";
import type { Memory } from "./lastWeights";
import type { ModelOrigin } from "./runJournalFormat";

/** How the last training of a class ended. */
export interface TrainingResult {
  /** Percent of the test images. */
  readonly accuracy: number;
  readonly seconds: number;
}

const KEY = "trainLens.lastResults";
const MAX_ENTRIES = 200;

/** Remembers, per class of a file, how its last training ended. */
export class LastResults {
  readonly #changed = new Emitter<undefined>();
  readonly onChange = this.#changed.on;

  constructor(private readonly memory: Memory) {}

  find(origin: ModelOrigin): TrainingResult | undefined {
    return this.#entries().get(keyOf(origin));
  }

  async remember(origin: ModelOrigin, { accuracy, seconds }: TrainingResult): Promise<void> {
    const entries = this.#entries();
    entries.delete(keyOf(origin)); // so that the latest is last, and the oldest is forgotten first
    entries.set(keyOf(origin), { accuracy, seconds });
    await this.memory.update(KEY, [...entries].slice(-MAX_ENTRIES));
    this.#changed.fire(undefined);
  }

  #entries(): Map<string, TrainingResult> {
    const stored = this.memory.get(KEY);
    return new Map(Array.isArray(stored) ? stored.filter(isEntry) : []);
  }
}

const keyOf = ({ uri, className }: ModelOrigin) => `${uri}#${className}`;

function isEntry(value: unknown): value is [string, TrainingResult] {
  if (!Array.isArray(value) || typeof value[0] !== "string") return false;
  const { accuracy, seconds } = (value[1] ?? {}) as Record<string, unknown>;
  return typeof accuracy === "number" && typeof seconds === "number";
}
