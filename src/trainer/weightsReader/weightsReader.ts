import { FormatError } from "../../formats/formatError";
import { inspectIndex, measureWeights } from "../../formats/inspectWeights";
import { readFromSource, ReadingCancelled } from "../../formats/reading";
import type { WeightsIndex } from "../../formats/weightsIndex";
import type { Handlers } from "../../protocol/handlers";
import type { MeasuredTensor, ReaderEvent, ReaderRequest, WeightsAnswer, WeightsQuery } from "../../protocol/inspector";
import type { OpenWeights } from "../openWeights";
import { answerQuery, toStatistics } from "./answerQuery";
import { compareFiles } from "./compareFiles";
import { listWeights, MAX_LISTED } from "./listWeights";

const SEND_EVERY_MS = 100;

/** Reads one file for the inspector: lists it, then measures and answers, side by side, until it is told to stop. */
export class WeightsReader {
  readonly #asked = new Map<number, AbortController>();
  #measuring: AbortController | undefined;
  #index: WeightsIndex | undefined;
  #problems: readonly string[] = [];

  constructor(
    private readonly weights: OpenWeights,
    private readonly emit: (event: ReaderEvent) => void,
  ) {}

  readonly handlers: Handlers<ReaderRequest> = {
    "measure-tensors": () => void this.#measure(),
    "stop-measuring": () => this.#measuring?.abort(),
    ask: ({ id, query }) => {
      const abort = new AbortController();
      this.#asked.set(id, abort);
      this.#answer(query, abort.signal)
        .then(
          answer => this.emit({ type: "answered", id, answer }),
          (error: unknown) => {
            if (!(error instanceof ReadingCancelled))
              this.emit({ type: "not-answered", id, message: sentenceOf(error) });
          },
        )
        .finally(() => this.#asked.delete(id));
    },
    cancel: ({ id }) => this.#asked.get(id)?.abort(),
  };

  /** Reads the headers and tells what they say; before that there is nothing to ask. */
  async list(): Promise<void> {
    try {
      this.#index = await this.#read(this.weights.readIndex());
      const inspection = await this.#read(inspectIndex(this.#index, { stats: false }));
      this.#problems = inspection.problems;
      this.emit({ type: "weights-listed", listing: listWeights(this.weights, inspection) });
    } catch (error) {
      this.emit({ type: "weights-refused", message: sentenceOf(error), fileBytes: this.weights.source.size });
    }
  }

  async #answer(query: WeightsQuery, signal: AbortSignal): Promise<WeightsAnswer> {
    if (query.kind !== "compare") return this.#read(answerQuery(this.#index!, query), signal);
    return { tensors: await compareFiles({ source: this.weights.source, index: this.#index! }, query.other, signal) };
  }

  async #measure(): Promise<void> {
    if (!this.#index || this.#measuring) return;
    const measuring = (this.#measuring = new AbortController());
    this.emit({ type: "measuring-began" });
    const batch = new MeasuredBatch(measured => this.emit({ type: "tensors-measured", measured }));
    const places = new Map(this.#index.tensors.map((tensor, index) => [tensor, index]));
    const reading = measureWeights(this.#index, (tensor, measured) => {
      const index = places.get(tensor)!;
      if (index >= MAX_LISTED) return;
      batch.add("l2" in measured ? { index, statistics: toStatistics(measured) } : { index, fault: measured.fault });
    });
    let outcome: "completed" | "stopped" = "completed";
    try {
      const found = await this.#read(reading, measuring.signal);
      this.#problems = [...new Set([...this.#problems, ...found])];
    } catch (error) {
      outcome = "stopped";
      if (!(error instanceof ReadingCancelled)) this.#problems = [...this.#problems, sentenceOf(error)];
    }
    batch.flush();
    this.#measuring = undefined;
    this.emit({ type: "measuring-ended", outcome, problems: this.#problems });
  }

  #read<T>(reading: Parameters<typeof readFromSource<T>>[1], signal?: AbortSignal): Promise<T> {
    return readFromSource(this.weights.source, reading, signal);
  }
}

/** Gathers what was measured, so that the page gets ten messages a second at most. */
class MeasuredBatch {
  #measured: MeasuredTensor[] = [];
  #sentMs = performance.now();

  constructor(private readonly send: (measured: readonly MeasuredTensor[]) => void) {}

  add(measured: MeasuredTensor): void {
    this.#measured.push(measured);
    if (performance.now() - this.#sentMs >= SEND_EVERY_MS) this.flush();
  }

  flush(): void {
    if (this.#measured.length > 0) this.send(this.#measured);
    this.#measured = [];
    this.#sentMs = performance.now();
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof FormatError) return error.message;
  console.error(error);
  return error instanceof Error ? error.message : String(error);
}
