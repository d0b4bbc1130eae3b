import type { ModelReading } from "../../model/source/readModels";

/** The readings of one document as its lenses show them: while somebody types, a class keeps what was last understood. */
export class SteadyReadings {
  #lastGood: readonly ModelReading[] = [];

  /** What to show for a text that reads as `readings`. */
  next(readings: readonly ModelReading[], isTyping: boolean): readonly ModelReading[] {
    if (!isTyping) {
      this.#lastGood = readings.filter(isUnderstood);
      return readings;
    }
    const shown = readings.map(reading => this.#keepUnderstood(reading));
    const isTaken = (kept: ModelReading) => shown.some(({ name, line }) => name === kept.name || line === kept.line);
    const steady = [...shown, ...this.#lastGood.filter(kept => !isTaken(kept))];
    this.#lastGood = steady.filter(isUnderstood);
    return steady;
  }

  #keepUnderstood(reading: ModelReading): ModelReading {
    const kept = this.#lastGood.find(({ name }) => name === reading.name);
    return kept && !reading.outcome.understood ? { ...reading, outcome: kept.outcome } : reading;
  }
}

function isUnderstood(reading: ModelReading): boolean {
  return reading.outcome.understood;
}
