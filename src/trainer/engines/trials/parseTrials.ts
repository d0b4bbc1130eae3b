import { ENGINE_KINDS, type EngineKind } from "../../../protocol/trainer";
import type { EngineTrial } from "./engineTrial";

/** A trial as the file of the cache has it. */
export interface RememberedTrial {
  /** Stands for machine, engine, version and network. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly triedAtMs: number;
  readonly trial: EngineTrial;
}

/** The trials in a file that others may have written: what is not as it should be is left out. */
export function parseTrials(json: string): RememberedTrial[] {
  const file: unknown = JSON.parse(json);
  if (!isObject(file) || !Array.isArray(file["trials"])) return [];
  return file["trials"].filter(isRememberedTrial);
}

function isRememberedTrial(value: unknown): value is RememberedTrial {
  if (!isObject(value)) return false;
  const { key, triedAtMs, trial } = value;
  return typeof key === "string" && Number.isFinite(triedAtMs) && isTrial(trial);
}

function isTrial(value: unknown): value is EngineTrial {
  if (!isObject(value) || !ENGINE_KINDS.includes(value["engine"] as EngineKind)) return false;
  const { available, device, stepMicroseconds, reason } = value;
  if (available === false) return typeof reason === "string";
  const isDuration = Number.isFinite(stepMicroseconds) && (stepMicroseconds as number) > 0;
  return available === true && typeof device === "string" && isDuration;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
