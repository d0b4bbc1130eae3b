import type { ModelOrigin } from "./runJournalFormat";
import { exists } from "./weightsFolder";

/** The part of VS Code's `Memento` that is needed. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = "trainLens.lastWeights";
const MAX_ENTRIES = 200;

/** Remembers, per class of a file, where its last weights are. */
export class LastWeights {
  constructor(private readonly memory: Memory) {}

  /** The last weights of that class that still exist. `undefined` names the tutorial's Net. */
  async find(origin: ModelOrigin | undefined): Promise<string | undefined> {
    const path = this.#entries().get(keyOf(origin));
    return path !== undefined && (await exists(path)) ? path : undefined;
  }

  async remember(origin: ModelOrigin | undefined, path: string): Promise<void> {
    const entries = this.#entries();
    entries.delete(keyOf(origin)); // so that the latest is last, and the oldest is forgotten first
    entries.set(keyOf(origin), path);
    await this.memory.update(KEY, [...entries].slice(-MAX_ENTRIES));
  }

  #entries(): Map<string, string> {
    const stored = this.memory.get(KEY);
    return new Map(Array.isArray(stored) ? stored.filter(isEntry) : []);
  }
}

function keyOf(origin: ModelOrigin | undefined): string {
  return origin ? `${origin.uri}#${origin.className}` : "tutorial";
}

function isEntry(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every(part => typeof part === "string");
}
