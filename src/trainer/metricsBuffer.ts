import { toWireNumber, type StepsMeasured } from "../protocol/trainer";

const SEND_EVERY_MS = 100;

/** Gathers step losses and sends them at most ten times a second, each exactly once. */
export class MetricsBuffer {
  #losses: number[] = [];
  #firstStep = 1;
  #lastSentMs: number;

  constructor(
    private readonly runId: string,
    private readonly send: (event: StepsMeasured) => void,
    private readonly nowMs: () => number,
  ) {
    this.#lastSentMs = -Infinity; // the first point of a curve does not wait
  }

  add(losses: Iterable<number>): void {
    this.#losses.push(...losses);
    if (this.nowMs() - this.#lastSentMs >= SEND_EVERY_MS) this.flush();
  }

  flush(): void {
    if (this.#losses.length === 0) return;
    const losses = this.#losses.map(toWireNumber);
    this.send({ type: "steps-measured", runId: this.runId, firstStep: this.#firstStep, losses });
    this.#firstStep += losses.length;
    this.#losses = [];
    this.#lastSentMs = this.nowMs();
  }
}
