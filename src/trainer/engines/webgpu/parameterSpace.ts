import type { ModelSpec } from "../../../model/modelSpec";
import { elementCount, namedParameters, stateEntries, type StateEntry } from "../../../model/stateDict";
import type { Weights } from "../engine";

/** Tensors side by side in the parameter buffer: each unit has a row of their values, filled up to whole vectors. */
export interface ParameterRows {
  /** Where the first row begins, in vectors of four. */
  readonly offset: number;
  readonly units: number;
  /** Vectors of a row. */
  readonly chunks: number;
  /** Values of a row that count. */
  readonly used: number;
}

interface Placed {
  readonly rows: ParameterRows;
  /** Of a row, the place of the tensor's first value, and how many it has there. */
  readonly column: number;
  readonly width: number;
  /** Whether all of the row holds the tensor's one value. */
  readonly isRepeated?: boolean;
}

/** Places all tensors of a model in one buffer, the trained ones first, and moves them in and out. */
export class ParameterSpace {
  readonly #placed = new Map<string, Placed>();
  #chunks = 0;
  #trainedChunks = 0;

  /** Vectors that are handed out, and how many of them, from the start, are trained. */
  get chunks(): number {
    return this.#chunks;
  }
  get trainedChunks(): number {
    return this.#trainedChunks;
  }

  /** Rows of `units` outputs: their weights, with the bias as one more where there is one. */
  trainedRows(units: number, width: number, weight: string, bias?: string): ParameterRows {
    if (this.#trainedChunks !== this.#chunks) throw new Error("Trained parameters come before the others.");
    const used = width + (bias === undefined ? 0 : 1);
    const rows = { offset: this.#chunks, units, chunks: Math.ceil(used / 4), used };
    this.#chunks += units * rows.chunks;
    this.#trainedChunks = this.#chunks;
    this.#placed.set(weight, { rows, column: 0, width });
    if (bias !== undefined) this.#placed.set(bias, { rows, column: width, width: 1 });
    return rows;
  }

  /** One row of a buffer that no optimizer changes. */
  buffer(width: number, name: string): ParameterRows {
    const rows = { offset: this.#chunks, units: 1, chunks: Math.ceil(width / 4), used: width };
    this.#chunks += rows.chunks;
    this.#placed.set(name, { rows, column: 0, width });
    return rows;
  }

  /** A row of `width` times the one value of a tensor that no optimizer changes. */
  counter(width: number, name: string): ParameterRows {
    const rows = this.buffer(width, name);
    this.#placed.set(name, { rows, column: 0, width: 1, isRepeated: true });
    return rows;
  }

  pack(weights: Weights): Float32Array {
    return this.#pack(weights, this.#chunks);
  }

  /** Like `pack`, for something of each trained parameter; zeros for one that has nothing. */
  packTrained(values: Weights): Float32Array {
    return this.#pack(values, this.#trainedChunks);
  }

  #pack(weights: Weights, chunkCount: number): Float32Array {
    const packed = new Float32Array(4 * chunkCount);
    for (const [name, placed] of this.#placed) {
      const values = weights.get(name);
      if (!values || placed.rows.offset >= chunkCount) continue;
      const { offset, chunks } = placed.rows;
      if (placed.isRepeated) packed.fill(values[0]!, 4 * offset, 4 * (offset + chunks));
      else forEachRow(placed, (at, begin, end) => packed.set(values.subarray(begin, end), at));
    }
    return packed;
  }

  /** The state dict of `model`; tensors that have no place here are those of `others`. */
  unpack(packed: Float32Array, model: ModelSpec, others: Weights): Weights {
    return new Map(
      stateEntries(model).map(entry => [entry.name, this.#unpack(packed, entry) ?? others.get(entry.name)!]),
    );
  }

  /** What `packTrained` packed, of the parameters of `model` that have a place here. */
  unpackTrained(packed: Float32Array, model: ModelSpec): Weights {
    return new Map(
      namedParameters(model).flatMap(entry => {
        const values = this.#unpack(packed, entry);
        return values ? [[entry.name, values] as const] : [];
      }),
    );
  }

  #unpack(packed: Float32Array, { name, shape }: StateEntry): Float32Array | undefined {
    const placed = this.#placed.get(name);
    if (!placed) return undefined;
    const values = new Float32Array(elementCount(shape));
    forEachRow(placed, (at, begin, end) => values.set(packed.subarray(at, at + end - begin), begin));
    return values;
  }
}

function forEachRow(
  { rows, column, width }: Placed,
  visit: (packedAt: number, begin: number, end: number) => void,
): void {
  for (let unit = 0; unit < rows.units; unit++) {
    visit(4 * (rows.offset + unit * rows.chunks) + column, unit * width, (unit + 1) * width);
  }
}
