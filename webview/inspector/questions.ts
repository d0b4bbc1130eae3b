import type {
  InspectorToHost,
  QueryAnswers,
  ReaderEvent,
  PageQuery,
  WeightsAnswer,
} from "../../src/protocol/inspector";

type Answered<K extends PageQuery["kind"]> = QueryAnswers[K] | { readonly fault: string };

type OnAnswer = (answer: WeightsAnswer | { readonly fault: string }) => void;

/** Asks the host about the file. Taking a question back, or asking another file, ends it without an answer. */
export class Questions {
  readonly #open = new Map<number, OnAnswer>();
  #nextId = 1;

  constructor(private readonly post: (message: InspectorToHost) => void) {}

  /** Returns what takes the question back. */
  ask<K extends PageQuery["kind"]>(
    query: Extract<PageQuery, { kind: K }>,
    onAnswer: (answer: Answered<K>) => void,
  ): () => void {
    const id = this.#nextId++;
    this.#open.set(id, onAnswer as OnAnswer);
    this.post({ type: "ask", id, query });
    return () => {
      if (this.#open.delete(id)) this.post({ type: "cancel", id });
    };
  }

  take(event: Extract<ReaderEvent, { type: "answered" | "not-answered" }>): void {
    const onAnswer = this.#open.get(event.id);
    this.#open.delete(event.id);
    onAnswer?.(event.type === "answered" ? event.answer : { fault: event.message });
  }

  /** Forgets what was asked about a file that is being read anew. */
  clear(): void {
    this.#open.clear();
  }
}
