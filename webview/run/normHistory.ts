import type { GradientNorms } from "../../src/protocol/trainer";
import { fromWire } from "../shared/fromWire";
import { GrowingSeries } from "./growingSeries";

/** Gradient norms of a run: one curve per parameter, all over the same steps. */
export interface NormHistory {
  readonly steps: GrowingSeries;
  /** PyTorch's names in the order of `named_parameters()`; the same array for the whole run. */
  readonly names: readonly string[];
  /** The norms in the order of `names`. */
  readonly curves: readonly GrowingSeries[];
}

export const NO_NORMS: NormHistory = { steps: GrowingSeries.EMPTY, names: [], curves: [] };

/** Adds the norms of one step; a step that was measured already counts once. */
export function addNorms(history: NormHistory, step: number, norms: GradientNorms): NormHistory {
  const names = history.names.length > 0 ? history.names : Object.keys(norms);
  if (names.length === 0 || step <= history.steps.last) return history;
  return {
    steps: history.steps.append([step]),
    names,
    curves: names.map((name, index) =>
      (history.curves[index] ?? GrowingSeries.EMPTY).append([fromWire(norms[name] ?? "NaN")]),
    ),
  };
}

/** L2 norm over all parameters at the last measured step. */
export function lastTotalNorm({ curves }: NormHistory): number {
  return Math.hypot(...curves.map(curve => curve.last));
}
