import { isActive, type RunRecord, type RunState } from "../../protocol/panel";
import type { RunEvent } from "../../protocol/trainer";
import { Emitter } from "../emitter";
import type { Translate } from "../translate";
import { describeEnding } from "./describeEnding";
import { journalPath, pruneJournals, readLastRun, RunJournal } from "./runJournal";
import type { ModelOrigin, RunHeader, StoredRun } from "./runJournalFormat";
import { advance, type HostSignal } from "./runState";

/** Numbers of single steps beyond this many are shown live and not kept; epochs always are. */
const MAX_KEPT_POINTS = 1_000_000;

interface CurrentRun {
  readonly header: RunHeader;
  readonly events: RunEvent[];
  readonly journal?: RunJournal;
  keptPoints: number;
}

/** The truth about the one current run, in memory and in a journal. Views show it and may vanish at any time. */
export class RunStore {
  readonly #shown = new Emitter<undefined>();
  readonly #appended = new Emitter<RunEvent>();
  readonly #moved = new Emitter<RunState>();
  /** Another run took the stage. */
  readonly onShown = this.#shown.on;
  readonly onEvent = this.#appended.on;
  readonly onState = this.#moved.on;

  #state: RunState = { phase: "idle" };
  #current: CurrentRun | undefined;
  #restored: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly t: Translate,
    private readonly log: (line: string) => void,
  ) {}

  get state(): RunState {
    return this.#state;
  }

  /** The class that the run on show is about. */
  get origin(): ModelOrigin | undefined {
    return this.#current?.header.origin;
  }

  /** Everything a view needs to show the run from its beginning. */
  snapshot(): { readonly state: RunState; readonly run?: RunRecord } {
    if (!this.#current) return { state: this.#state };
    const { runId, task, startedAt, modelName, modelFile } = this.#current.header;
    const described = { runId, task, startedAt, modelName, ...(modelFile !== undefined && { modelFile }) };
    return { state: this.#state, run: { ...described, events: this.#current.events } };
  }

  /** Where the run on show saved its weights, once it has. */
  weightsPath(): string | undefined {
    const events = this.#current?.events ?? [];
    return events.map(event => ("weightsPath" in event ? event.weightsPath : undefined)).findLast(path => path);
  }

  /** Puts a new run on the stage. The one before must be over. */
  begin(header: RunHeader): void {
    const journal = new RunJournal(journalPath(this.folder, header), header, this.log);
    this.#current = { header, events: [], journal, keptPoints: 0 };
    this.#state = advance(this.#state, { type: "run-requested", runId: header.runId });
    void journal
      .flush()
      .then(() => pruneJournals(this.folder))
      .catch((error: unknown) => this.log(`old runs were not deleted: ${String(error)}`));
    this.#shown.fire(undefined);
    this.#moved.fire(this.#state);
  }

  /** Records what the trainer reported. */
  append(event: RunEvent): void {
    const current = this.#current;
    if (!current || !isActive(this.#state) || event.runId !== current.header.runId) return;
    if (this.#keeps(current, event)) {
      current.events.push(event);
      current.journal?.addEvent(event);
    }
    this.#appended.fire(event);
    this.move(event);
  }

  /** Moves the state; tells views only when it did move. */
  move(signal: RunEvent | HostSignal): void {
    const next = advance(this.#state, signal);
    if (next === this.#state) return;
    this.#state = next;
    if (next.phase === "ended") void this.#current?.journal?.end(next);
    this.#moved.fire(next);
  }

  /** Resolves when all that happened is on disk. */
  flush(): Promise<void> {
    return this.#current?.journal?.flush() ?? Promise.resolve();
  }

  /** Brings back the last run of an earlier window, unless one has begun since. Does its work once. */
  restore(): Promise<void> {
    return (this.#restored ??= this.#current ? Promise.resolve() : this.#restore());
  }

  async #restore(): Promise<void> {
    const stored = await readLastRun(this.folder);
    if (!stored || this.#current) return;
    this.#current = { header: stored.header, events: [...stored.events], keptPoints: 0 };
    this.#state = this.#endOf(stored);
    this.#shown.fire(undefined);
    this.#moved.fire(this.#state);
  }

  #endOf({ header, events, ended }: StoredRun): RunState {
    const { runId } = header;
    if (ended) return { phase: "ended", runId, ...ended };
    const requested = advance({ phase: "idle" }, { type: "run-requested", runId });
    const last = events.reduce<RunState>(advance, requested);
    return advance(last, { type: "trainer-lost", runId, ...describeEnding({ kind: "closed" }, this.t) });
  }

  #keeps(current: CurrentRun, event: RunEvent): boolean {
    if (event.type === "steps-measured") current.keptPoints += event.losses.length;
    else if (event.type === "gradients-measured") current.keptPoints += Object.keys(event.norms).length;
    else return true;
    return current.keptPoints <= MAX_KEPT_POINTS;
  }
}
