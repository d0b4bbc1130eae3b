import type { RunOutcome, RunRecord } from "../../protocol/panel";
import { parseTrainerEvent } from "../../protocol/parseTrainerEvent";
import type { RunEvent, RunTask } from "../../protocol/trainer";

/** The class that a run trains or tests, so that a later click can do it again. */
export interface ModelOrigin {
  /** URI of the document that the class stands in. */
  readonly uri: string;
  readonly className: string;
}

/** What is known of a run before it starts. */
export interface RunHeader extends Omit<RunRecord, "events"> {
  /** Absent for the tutorial's Net. */
  readonly origin?: ModelOrigin;
  /** The process that writes the journal. */
  readonly hostPid: number;
}

export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly message?: string;
  readonly hint?: string;
}

/** A run as its journal tells it; without `ended` its window was gone before the run was over. */
export interface StoredRun {
  readonly header: RunHeader;
  readonly events: readonly RunEvent[];
  readonly ended?: RunEnd;
}

/** One line of a journal. */
export type JournalLine = { readonly run: RunHeader } | { readonly event: RunEvent } | { readonly ended: RunEnd };

export function formatJournalLine(line: JournalLine): string {
  return `${JSON.stringify(line)}\n`;
}

const TASKS: readonly RunTask[] = ["train", "evaluate", "gradients"];
const OUTCOMES: readonly RunOutcome[] = ["completed", "stopped", "failed", "interrupted"];

/** Reads a journal. Lines that are damaged are left out; without a header there is no run. */
export function parseRunJournal(text: string): StoredRun | undefined {
  const [first, ...rest] = text.split("\n").map(parseLine);
  const header = parseHeader(first?.["run"]);
  if (!header) return undefined;
  const events = rest
    .map(line => parseTrainerEvent(line?.["event"]))
    .filter(event => event !== undefined)
    .filter((event): event is RunEvent => "runId" in event && event.runId === header.runId);
  const ended = rest.map(line => parseEnd(line?.["ended"])).find(end => end !== undefined);
  return { header, events, ...(ended && { ended }) };
}

type Fields = Readonly<Record<string, unknown>>;

function parseLine(line: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function parseHeader(value: unknown): RunHeader | undefined {
  const { runId, task, startedAt, modelName, modelFile, origin, hostPid } = fieldsOf(value) ?? {};
  if (typeof runId !== "string" || typeof modelName !== "string") return undefined;
  if (typeof startedAt !== "number" || typeof hostPid !== "number") return undefined;
  const knownTask = TASKS.find(name => name === task);
  if (!knownTask) return undefined;
  const { uri, className } = fieldsOf(origin) ?? {};
  return {
    runId,
    task: knownTask,
    startedAt,
    modelName,
    hostPid,
    ...(typeof modelFile === "string" && { modelFile }),
    ...(typeof uri === "string" && typeof className === "string" && { origin: { uri, className } }),
  };
}

function parseEnd(value: unknown): RunEnd | undefined {
  const { outcome, message, hint } = fieldsOf(value) ?? {};
  const knownOutcome = OUTCOMES.find(name => name === outcome);
  if (!knownOutcome) return undefined;
  return {
    outcome: knownOutcome,
    ...(typeof message === "string" && { message }),
    ...(typeof hint === "string" && { hint }),
  };
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
}
