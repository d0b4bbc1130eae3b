/** Which part of a tensor a picture or a table shows: two dimensions, and the places of all others. */
export interface SliceChoice {
  readonly rows: number | undefined;
  readonly columns: number | undefined;
  readonly at: readonly number[];
}

/** The last two dimensions at the first place of the others: how people think of most weights. */
export function firstChoice(shape: readonly number[]): SliceChoice {
  const count = shape.length;
  return {
    rows: count > 1 ? count - 2 : undefined,
    columns: count > 0 ? count - 1 : undefined,
    at: shape.map(() => 0),
  };
}

/** `limit` places at most, spread evenly over a dimension of `size`. */
export function spreadAxis(dimension: number, size: number, limit: number) {
  const step = Math.ceil(size / limit);
  return { dimension, begin: 0, count: Math.ceil(size / step), step };
}
