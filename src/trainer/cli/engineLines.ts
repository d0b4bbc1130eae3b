import type { EngineTrial } from "../engines/trials/engineTrial";

/** What came of trying an engine; one that works may yet have a reason why `auto` leaves it out. */
export type ReportedTrial = EngineTrial & { readonly reason?: string };

/** The trials for a terminal, a line each. */
export function engineLines(trials: readonly ReportedTrial[]): string[] {
  return trials.map(trial => {
    const name = trial.engine.padEnd(10);
    if (!trial.available) return `${name} not here: ${trial.reason}`;
    const measured = `${name} ${trial.stepMicroseconds.toFixed(0).padStart(6)} µs a step, ${trial.device}`;
    return trial.reason === undefined ? measured : `${measured}; but ${trial.reason}`;
  });
}
