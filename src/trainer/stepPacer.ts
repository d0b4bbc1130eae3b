const TARGET_MS = 50;
const MAX_STEPS = 1000;

/**
 * Says how many steps to run before looking up: as many as take about 50 ms, so that metrics flow and a request to
 * stop is heard, yet an engine that is fast is asked rarely.
 */
export class StepPacer {
  #count = 1;

  constructor(private readonly nowMs: () => number) {}

  nextCount(): number {
    return this.#count;
  }

  /** Runs `work` of `count` steps and learns from how long it took. */
  async time<T>(count: number, work: () => Promise<T>): Promise<T> {
    const startedMs = this.nowMs();
    const result = await work();
    const stepMs = (this.nowMs() - startedMs) / count;
    const fitting = stepMs > 0 ? TARGET_MS / stepMs : MAX_STEPS;
    // at most doubled: the first steps of a process are slow, and one that was fast by chance proves little
    this.#count = Math.max(1, Math.min(Math.round(fitting), this.#count * 2, MAX_STEPS));
    return result;
  }
}
