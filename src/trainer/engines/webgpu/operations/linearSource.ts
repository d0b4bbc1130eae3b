import { rowOf, type Values } from "../activationSpace";

/** Where a linear layer gets its inputs from, in vectors of four; behind the last input of a row stands a 1. */
export interface LinearSource {
  readonly kind: "images" | "values";
  readonly width: number;
  /** Vectors of a row that are all read in the same way. */
  readonly wholeChunks: number;
  /** WGSL statements before the chunks of a row are read; the row is the one `row` behind sample `first`. */
  readonly beginRow: (first: string, row: string) => string;
  readonly chunk: (index: string) => string;
  /** The vector after the whole ones, with what is left of a row and the 1. */
  readonly lastChunk?: string;
}

/** What an earlier operation gave. */
export function valuesSource(values: Values, chunks: number): LinearSource {
  return {
    kind: "values",
    width: values.width,
    wholeChunks: chunks,
    beginRow: (_first, row) => `let x = ${rowOf(values, row)};`,
    chunk: index => `act4(x + 4u * ${index})`,
  };
}

/** Images of `size` pixels themselves, bytes that are normalized as they are read. */
export function imageSource(size: number, chunks: number): LinearSource {
  const wholeChunks = size >> 2;
  const rest = size & 3;
  const pixels = ["x", "y", "z"].slice(0, rest).map(lane => `image4(x + ${wholeChunks}u).${lane}`);
  const lanes = [...pixels, "1.0", "0.0", "0.0", "0.0"].slice(0, 4);
  return {
    kind: "images",
    width: size,
    wholeChunks,
    beginRow: (first, row) => `let x = sampleAt(${first} + ${row}) * ${Math.ceil(size / 4)}u;`,
    chunk: index => `image4(x + ${index})`,
    ...(chunks > wholeChunks && { lastChunk: `vec4f(${lanes.join(", ")})` }),
  };
}
