import type { UnitPhase } from "./kernels/phase";
import type { ModelParameters } from "./modelParameters";
import { GATHERED_OF_ROWS, type SlotLayout } from "./slotLayout";

/** When gradients are clipped by their norm they are stored until all are known. */
export const storeGradient = /* wgsl */ `
fn update(k: u32, gradient: vec4f, is_used: vec4<bool>) -> vec4f { GRADIENTS[k] = gradient; return gradient; }`;

/** Then they are scaled as `clip_grad_norm_` does, and used; the squares of this step have been gathered. */
export function clippedUpdate(
  { space, trainedRows }: ModelParameters,
  layout: SlotLayout,
  slots: number,
  threads: number,
): UnitPhase {
  const chunks = space.trainedChunks;
  const squaresAt = `${slots * layout.floats + GATHERED_OF_ROWS}u + s.slot * ${layout.gathered}u`;
  const useds = trainedRows.map(({ offset, units, chunks: own, used }) => {
    const lanes = `(vec4u(4u * ((k - ${offset}u) % ${own}u)) + vec4u(0u, 1u, 2u, 3u)) < vec4u(${used}u)`;
    return `if (k < ${offset + units * own}u) { is_used = ${lanes}; }`;
  });
  return {
    scope: "unit",
    groups: Math.ceil(chunks / threads),
    code: `
    let k = unit * THREADS + t;
    if (k < ${chunks}u) {
      var squares = 0.0;
      for (var p = 0u; p < ${layout.gathered - GATHERED_OF_ROWS}u; p++) { squares += PART[${squaresAt} + p]; }
      let factor = min(1.0, s.numbers[0].x / (sqrt(squares) + 1e-6));
      var is_used = vec4<bool>(true);
      ${useds.join(" else ")}
      change(k, GRADIENTS[k] * factor, is_used);
    }`,
  };
}
