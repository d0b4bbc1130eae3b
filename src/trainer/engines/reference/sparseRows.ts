import type { Batch } from "./operation";

/**
 * Where each row of a batch differs from its background, and by how much: `x = background + s` with sparse `s`.
 * Skipping the background is exact; a normalised digit has it in four of five pixels, a ReLU's output in every second.
 */
export class SparseRows {
  /** Entries of row r stand at `starts[r]` to `starts[r + 1]`. */
  starts = new Int32Array(1);
  columns = new Int32Array(0);
  differences = new Float64Array(0);

  /** Reads `batch`, whose rows have `width` values each. */
  fill({ rows, values, background }: Batch, width: number): void {
    if (this.starts.length <= rows) this.starts = new Int32Array(rows + 1);
    if (this.columns.length < rows * width) {
      this.columns = new Int32Array(rows * width);
      this.differences = new Float64Array(rows * width);
    }
    const { starts, columns, differences } = this;
    let entry = 0;
    for (let row = 0; row < rows; row++) {
      starts[row] = entry;
      const begin = row * width;
      for (let column = 0; column < width; column++) {
        const value = values[begin + column]!;
        if (value === background) continue;
        columns[entry] = column;
        differences[entry++] = value - background;
      }
    }
    starts[rows] = entry;
  }
}
