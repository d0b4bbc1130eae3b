import type { Shape } from "../../model/modelSpec";

/** A shape with its batch, as people write it: `[N, 128]`. */
export function shapeText(shape: Shape): string {
  return `[${["N", ...shape].join(", ")}]`;
}
