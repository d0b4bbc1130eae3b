import type { LossName } from "../../../../model/trainingSettings";
import { CLASS_COUNT } from "../../../data/dataset";
import { rowOf, type Activation } from "../activationSpace";
import type { RowPhase } from "../kernels/phase";

/** The loss of a row of outputs `z` with label `label`, and the gradient of the batch's mean loss by output `t`. */
const LOSSES: Readonly<Record<LossName, { readonly loss: string; readonly slope: string }>> = {
  cross_entropy: {
    loss: `
      var sum = 0.0;
      for (var c = 0u; c < CLASSES; c++) { sum += exponential(ACT[z + c] - ACT[z + best]); }
      let log_sum = logarithm(sum);
      let loss = log_sum - (ACT[z + label] - ACT[z + best]);`,
    slope: "(exponential((ACT[z + t] - ACT[z + best]) - log_sum) - wanted) / f32(s.rows)",
  },
  nll: { loss: "let loss = -ACT[z + label];", slope: "-wanted / f32(s.rows)" },
  mse: {
    loss: `
      var loss = 0.0;
      for (var c = 0u; c < CLASSES; c++) { let d = ACT[z + c] - select(0.0, 1.0, c == label); loss += d * d; }
      loss /= f32(CLASSES);`,
    slope: "2.0 * (ACT[z + t] - wanted) / f32(s.rows * CLASSES)",
  },
};

/**
 * In training writes each row's loss, whether it was right, whether its outputs are finite, and the gradient; in
 * evaluation each sample's loss and class. Of equal outputs the first is the class.
 */
export function lossPhase(name: LossName, output: Activation, training: boolean): RowPhase {
  const { loss, slope } = LOSSES[name];
  const results = training
    ? `if (t == 0u) {
        let at = s.slot * SLOT_FLOATS;
        PART[at + LOSSES_AT + row] = loss;
        PART[at + CORRECT_AT + row] = select(0.0, 1.0, best == label);
        PART[at + BROKEN_AT + row] = select(0.0, 1.0, is_broken);
        if (row == 0u) { PART[at] = f32(s.rows); }
      }
      let wanted = select(0.0, 1.0, t == label);
      ACT[${rowOf(output.gradient, "row")} + t] = ${slope};`
    : `if (t == 0u) {
        let at = 2u * (s.first + row);
        PART[at] = loss;
        PART[at + 1u] = f32(best);
      }`;
  return {
    scope: "row",
    gathers: true,
    code: `
    if (t < ${CLASS_COUNT}u) {
      let z = ${rowOf(output.values, "row")};
      let label = labelOf(sampleAt(s.first + row));
      var best = 0u;
      var is_broken = isBroken(ACT[z]);
      for (var c = 1u; c < CLASSES; c++) {
        is_broken = is_broken || isBroken(ACT[z + c]);
        if (ACT[z + c] > ACT[z + best]) { best = c; }
      }
      ${loss}
      ${results}
    }`,
  };
}
