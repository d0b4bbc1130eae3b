import type { Arena } from "./arena";

const COLUMN_GROUP = 32;
const CACHE_LINE_VALUES = 16;

/**
 * Values of a batch, one row a sample, float32. Columns from `columns` up to the stride are zero and stay zero. Rows
 * are an odd number of cache lines apart, so that what stands in one column does not compete for the same places.
 */
export interface Matrix {
  readonly address: number;
  readonly columns: number;
  /** From one row to the next, in bytes. */
  readonly stride: number;
}

/** Room for `rows` samples, rounded up to what the kernels compute at once. */
export function reserveMatrix(arena: Arena, rows: number, columns: number): Matrix {
  const stride = 4 * (Math.ceil(columns / COLUMN_GROUP) * COLUMN_GROUP + CACHE_LINE_VALUES);
  return { address: arena.reserve(Math.ceil(rows / 4) * 4 * stride), columns, stride };
}

/** What one operation gives the next, and what comes back. */
export interface Activation {
  readonly values: Matrix;
  readonly gradient: Matrix;
}

export function reserveActivation(arena: Arena, rows: number, columns: number): Activation {
  return { values: reserveMatrix(arena, rows, columns), gradient: reserveMatrix(arena, rows, columns) };
}
