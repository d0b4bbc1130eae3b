const TARGET_MS = 30;
const FIRST_STEPS = 8;

/**
 * Says how many steps to submit at once: as many as take about 30 ms, so that no driver takes the device for hung,
 * yet one that is fast does not wait for its host.
 */
export class SubmissionPacer {
  #steps = FIRST_STEPS;

  constructor(private readonly most: number) {}

  next(): number {
    return Math.min(this.#steps, this.most);
  }

  learn(steps: number, elapsedMs: number): void {
    const fitting = Math.round((TARGET_MS * steps) / Math.max(elapsedMs, 0.01));
    this.#steps = Math.max(1, Math.min(fitting, 2 * this.#steps, this.most));
  }
}
