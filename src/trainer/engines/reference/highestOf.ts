import type { Reals } from "./precision";

/** Which of `count` values from `begin` on is the highest; the first of equals. */
export function highestOf(values: Reals, begin: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[begin + k]! > values[begin + best]!) best = k;
  return best;
}
