import type { Operation } from "./operation";

/** A layer that only changes how values are addressed: rows of samples lie the same in memory before and after. */
export const passThrough: Operation = {
  forward: input => input,
  backward: outputGradient => outputGradient,
};
