const REDRAW_EVERY_MS = 100;
const BAR_WIDTH = 24;

/** One line of a terminal that is drawn over; nothing at all where the output is not a terminal. */
export class ProgressLine {
  #isShown = false;
  #lastDrawnMs = -Infinity;
  #startedMs: number | undefined;

  constructor(
    private readonly output: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number },
    private readonly nowMs: () => number,
  ) {}

  /** `share` of the work is done, 0 to 1. */
  show(what: string, share: number, detail: string): void {
    const now = this.nowMs();
    this.#startedMs ??= now;
    if (!this.output.isTTY || now - this.#lastDrawnMs < REDRAW_EVERY_MS) return;
    this.#lastDrawnMs = now;
    const filled = Math.round(Math.min(1, share) * BAR_WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
    const leftSeconds = share > 0 ? ((now - this.#startedMs) / 1000 / share) * (1 - share) : 0;
    const line = `${what} ${bar} ${Math.floor(share * 100)}% · ${detail} · ${leftSeconds.toFixed(0)} s left`;
    this.output.write(`\r\x1b[2K${line.slice(0, (this.output.columns || 80) - 1)}`);
    this.#isShown = true;
  }

  clear(): void {
    if (this.#isShown) this.output.write("\r\x1b[2K");
    this.#isShown = false;
  }
}
