import { posix } from "node:path";
import * as vscode from "vscode";
import { FormatError } from "../../formats/formatError";
import { ExpectedError } from "../../protocol/expectedError";
import type { Comparison, ReaderEvent, ReaderRequest, WeightsListing, WeightsQuery } from "../../protocol/inspector";
import { advanceWeights, NOTHING_READ, type WeightsState } from "../../protocol/weightsState";
import { Emitter } from "../emitter";
import { DisposableStore } from "../lifecycle";
import { findShardSet } from "./findShardSet";
import { ReaderThread, type ReaderProgram } from "./readerThread";
import type { FoundFit, InspectorSurroundings } from "./inspectorSurroundings";
import { stateDictOf, type StateDict } from "./stateDictOf";
import { watchFile } from "./watchFile";
import { findWeightsPlace } from "./weightsPlace";
import { WeightsTrial } from "./weightsTrial";

/** All values of files up to this size are measured without being asked to: a second or two. */
const MEASURED_UNASKED_BYTES = 1024 ** 3;

/** Sentences of our own stand as they are; others come from VS Code or from the thread. */
function refusalOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const isSentence = error instanceof ExpectedError || error instanceof FormatError;
  return isSentence ? message : vscode.l10n.t("The file cannot be read: {0}", message);
}

type Answer = Extract<ReaderEvent, { type: "answered" | "not-answered" }>;

/** One file of weights while editors show it: reads it in a thread of its own, and again when it changes on disk. */
export class WeightsDocument implements vscode.CustomDocument {
  readonly #owned = new DisposableStore();
  readonly #events = new Emitter<ReaderEvent>();
  readonly #changes = new Emitter<undefined>();
  readonly #fitsFound = new Emitter<readonly FoundFit[]>();
  readonly #setFound = new Emitter<vscode.Uri>();
  readonly #compared = new Emitter<Comparison | undefined>();
  readonly #askers = new Map<number, (answer: Answer) => void>();
  #nextId = 1;
  #thread: ReaderThread | undefined;
  #state: WeightsState = NOTHING_READ;
  #fits: readonly FoundFit[] | undefined;
  #comparison: Comparison | undefined;
  #setIndex: vscode.Uri | undefined;
  #endComparison: () => void = () => undefined;
  #isGone = false;
  #isDisposed = false;

  /** What the reader tells, except for answers. */
  readonly onEvent = this.#events.on;
  /** The file is read anew, or is gone. */
  readonly onChanged = this.#changes.on;
  /** The file turns out to be one of a set, whose index this is. */
  readonly onSetFound = this.#setFound.on;
  readonly onFits = this.#fitsFound.on;
  readonly onComparison = this.#compared.on;
  /** The evaluation or the gradient norms of these weights that were asked for last. */
  readonly trial: WeightsTrial;

  constructor(
    readonly uri: vscode.Uri,
    private readonly program: ReaderProgram,
    private readonly surroundings: InspectorSurroundings,
  ) {
    this.trial = this.#owned.add(new WeightsTrial(surroundings.runs));
    this.#owned.add(watchFile(uri, exists => (exists ? void this.read() : this.#lose())));
  }

  get state(): WeightsState {
    return this.#state;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** The state dict that a model may take. */
  get stateDict(): StateDict | undefined {
    return this.#state.listing && stateDictOf(this.#state.listing);
  }

  /** The index of the set that the file is a part of. */
  get setIndex(): vscode.Uri | undefined {
    return this.#setIndex;
  }

  get comparison(): Comparison | undefined {
    return this.#comparison;
  }

  /** The models that take it; undefined until they were looked for. */
  get fits(): readonly FoundFit[] | undefined {
    return this.#fits;
  }

  /** Reads the file from its start; what was read before is forgotten. Resolves when the reading has begun. */
  async read(): Promise<void> {
    this.#thread?.dispose();
    this.#askers.clear();
    this.#state = NOTHING_READ;
    this.#fits = undefined;
    this.#comparison = undefined;
    this.trial.forget();
    this.#isGone = false;
    this.#changes.fire(undefined);
    try {
      const place = await findWeightsPlace(this.uri);
      if (this.#isDisposed) return;
      this.#thread = new ReaderThread(
        this.program,
        place,
        event => this.#take(event),
        error => this.#fail(error),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  send(request: Extract<ReaderRequest, { type: "measure-tensors" | "stop-measuring" }>): void {
    this.#thread?.send(request);
  }

  /** Compares the file with another one; a comparison before it ends. */
  async compare(other: vscode.Uri): Promise<void> {
    const otherName = posix.basename(other.path);
    this.endComparison();
    this.#showComparison({ otherName, phase: "running" });
    try {
      const place = await findWeightsPlace(other);
      this.#endComparison = this.ask({ kind: "compare", other: place }, told => {
        if (told.type === "not-answered") this.#showComparison({ otherName, phase: "failed", message: told.message });
        else if ("tensors" in told.answer) {
          this.#showComparison({ otherName, phase: "done", tensors: told.answer.tensors });
        }
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#showComparison({ otherName, phase: "failed", message });
    }
  }

  /** Runs the class at `fit` of the fits with these weights. */
  async try(fit: number, task: "evaluate" | "gradients"): Promise<void> {
    const runId = await this.#fits?.[fit]?.run(task, this.uri);
    if (runId !== undefined && !this.#isDisposed) this.trial.follow(runId);
  }

  /** Ends the comparison, whether it is done or not. */
  endComparison(): void {
    this.#endComparison();
    this.#endComparison = () => undefined;
    if (this.#comparison) this.#showComparison(undefined);
  }

  #showComparison(comparison: Comparison | undefined): void {
    this.#comparison = comparison;
    this.#compared.fire(comparison);
  }

  /** Asks the reader; the returned function takes the question back. After a rereading no answer comes. */
  ask(query: WeightsQuery, onAnswer: (answer: Answer) => void): () => void {
    const id = this.#nextId++;
    this.#askers.set(id, onAnswer);
    this.#thread?.send({ type: "ask", id, query });
    return () => {
      if (this.#askers.delete(id)) this.#thread?.send({ type: "cancel", id });
    };
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#askers.clear();
    this.#thread?.dispose();
    this.#owned.dispose();
  }

  #take(event: ReaderEvent): void {
    if (event.type === "answered" || event.type === "not-answered") {
      const onAnswer = this.#askers.get(event.id);
      this.#askers.delete(event.id);
      onAnswer?.(event);
      return;
    }
    this.#state = advanceWeights(this.#state, event);
    this.#events.fire(event);
    if (event.type !== "weights-listed") return;
    if (event.listing.valueBytes <= MEASURED_UNASKED_BYTES) this.send({ type: "measure-tensors" });
    void this.#findFits(event.listing);
    void this.#findSet();
  }

  async #findSet(): Promise<void> {
    try {
      const index = await findShardSet(this.uri);
      if (!index || this.#isDisposed) return;
      this.#setIndex = index;
      this.#setFound.fire(index);
    } catch (error) {
      this.surroundings.log(`the set of ${this.uri.toString()} was not found: ${String(error)}`);
    }
  }

  async #findFits(listing: WeightsListing): Promise<void> {
    const stateDict = stateDictOf(listing);
    if (!stateDict) return;
    try {
      const fits = await this.surroundings.findFits(stateDict);
      if (this.#isDisposed || this.#state.listing?.tensors !== listing.tensors) return;
      this.#fits = fits;
      this.#fitsFound.fire(fits);
    } catch (error) {
      this.surroundings.log(`the classes that take ${this.uri.toString()} were not found: ${String(error)}`);
    }
  }

  #fail(error: unknown): void {
    this.#thread?.dispose();
    this.#thread = undefined;
    this.surroundings.log(`${this.uri.toString()} was not read: ${String(error)}`);
    this.#take({ type: "weights-refused", message: refusalOf(error) });
  }

  #lose(): void {
    this.#isGone = true;
    this.#changes.fire(undefined);
  }
}
