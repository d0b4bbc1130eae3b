import * as l10n from "@vscode/l10n";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning } from "../../isRunning";
import type { EngineFactory } from "../engine";
import { describeMachine, engineIdentity } from "./engineIdentity";

const FOLDER = "engine-crashes";
const DISTRUSTED_MS = 7 * 24 * 60 * 60 * 1000;
/** In place of a process's number: the engine's device was lost for good, and the run went on without it. */
const LOST = "lost";

/** Why `auto` leaves out an engine that worked when it was tried. */
export interface Distrust {
  readonly reason: string;
  /** Only a trial that is made after this moment counts. */
  readonly untilMs: number;
}

/**
 * Remembers which engines ended runs on this machine. A file stands for each run that uses an engine which could end its
 * process, and bears the number of that process: when that one is gone and the file is not, the engine ended it.
 */
export class EngineCrashes {
  readonly #folder: string;

  /** `cache` is the folder of the cache. */
  constructor(
    cache: string,
    private readonly machine = describeMachine(),
  ) {
    this.#folder = join(cache, FOLDER);
  }

  /** What speaks against the engine, most lately; undefined when nothing ever did. */
  find(factory: EngineFactory): Distrust | undefined {
    const [last] = this.#crashes(factory).sort((a, b) => b.atMs - a.atMs);
    if (!last) return undefined;
    const untilMs = last.atMs + DISTRUSTED_MS;
    const day = new Date(untilMs).toISOString().slice(0, 10);
    const reason = last.isLoss
      ? l10n.t("a run lost the GPU for good here; auto leaves it out until {0}, unless you run it by name", day)
      : l10n.t("a run with it crashed here; auto leaves it out until {0}, unless you run it by name", day);
    return { reason, untilMs };
  }

  /** A run of this process begins to use the engine. Returns what to call when it uses it no more. */
  begin(factory: EngineFactory): () => void {
    const path = this.#write(factory, String(process.pid));
    return () => remove(path);
  }

  rememberLoss(factory: EngineFactory): void {
    this.#write(factory, LOST);
  }

  /** The engine is trusted again. */
  forget(factory: EngineFactory): void {
    for (const { path } of this.#crashes(factory)) remove(path);
  }

  #crashes(factory: EngineFactory): { readonly path: string; readonly atMs: number; readonly isLoss: boolean }[] {
    const prefix = this.#prefixOf(factory);
    return this.#names().flatMap(name => {
      if (!name.startsWith(prefix)) return [];
      const user = name.slice(prefix.length);
      if (user !== LOST && isRunning(Number(user))) return [];
      const path = join(this.#folder, name);
      const atMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
      return atMs === undefined ? [] : [{ path, atMs, isLoss: user === LOST }];
    });
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder);
    } catch {
      return [];
    }
  }

  /** A cache that cannot be written remembers nothing. */
  #write(factory: EngineFactory, user: string): string {
    const path = join(this.#folder, this.#prefixOf(factory) + user);
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(path, "");
    } catch {
      // the engine may be taken again though it crashed
    }
    return path;
  }

  #prefixOf(factory: EngineFactory): string {
    const identity = createHash("sha256").update(JSON.stringify(engineIdentity(factory, this.machine)));
    return `${factory.kind}-${identity.digest("hex").slice(0, 16)}-`;
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // where nothing can be written, there is nothing
  }
}
