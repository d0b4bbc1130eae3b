import { availableParallelism, cpus, hostname } from "node:os";
import type { EngineFactory } from "../engine";

declare const TRAIN_LENS_VERSION: string | undefined;

/** What was seen of an engine holds as long as this is the same: the machine, this build, and what else the engine is made of. */
export function engineIdentity({ kind, installedVersion }: EngineFactory, machine: string): readonly string[] {
  const build = typeof TRAIN_LENS_VERSION === "string" ? TRAIN_LENS_VERSION : "source";
  return [machine, build, kind, installedVersion?.() ?? ""];
}

/** Tells the machines apart that share a cache. */
export function describeMachine(): string {
  const [major] = process.versions.node.split(".");
  const processor = `${cpus()[0]?.model ?? ""} x ${availableParallelism()}`;
  return [hostname(), processor, process.platform, process.arch, `Node ${major ?? ""}`].join(", ");
}
