/** What a row of a step leaves behind, besides the sums of squared gradients. */
const ROW_RESULTS = 3;
/** The numbers of a step that are gathered before those of the parameters: loss, correct rows, broken rows. */
export const GATHERED_OF_ROWS = 3;

/** A parameter's sums of squares in a step: one for each workgroup that does a part of it. */
interface Squares {
  readonly index: number;
  readonly start: number;
  readonly count: number;
}

/**
 * How the results of one step lie in the buffer `PART`: the number of its rows; the loss, correctness and soundness of
 * each row; the sums of squared gradients. Behind the slots of all steps lie the numbers that are gathered from them.
 */
export class SlotLayout {
  readonly #squares = new Map<string, Squares>();
  #floats: number;

  /** `parameters` are the named parameters, in whose order norms are told. */
  constructor(
    readonly rows: number,
    private readonly parameters: readonly string[],
  ) {
    this.#floats = 1 + ROW_RESULTS * rows;
  }

  get floats(): number {
    return this.#floats;
  }

  /** Numbers that are gathered from a step. */
  get gathered(): number {
    return GATHERED_OF_ROWS + this.parameters.length;
  }

  /** Room for `count` sums of squares of the parameter `name`; returns where they begin in a slot. */
  reserve(name: string, count: number): number {
    const start = this.#floats;
    this.#floats += count;
    this.#squares.set(name, { index: this.parameters.indexOf(name), start, count });
    return start;
  }

  /** The WGSL that gathers the results of the step in slot `slot`, to `PART[to]` and what follows. */
  gather(slots: number): string {
    const rowSums = Array.from({ length: ROW_RESULTS }, (_, index) =>
      gatherInto(index, 1 + index * this.rows, "rows", this.gathered, slots, this.#floats),
    );
    const squareSums = [...this.#squares.values()].map(({ index, start, count }) =>
      gatherInto(GATHERED_OF_ROWS + index, start, `${count}u`, this.gathered, slots, this.#floats),
    );
    return `
    let slot = s.slot + unit;
    let at = slot * SLOT_FLOATS;
    let rows = u32(PART[at]);
    ${[...rowSums, ...squareSums].join("\n")}`;
  }
}

function gatherInto(
  index: number,
  start: number,
  count: string,
  gathered: number,
  slots: number,
  slotFloats: number,
): string {
  return `{
      var part = 0.0;
      for (var k = t; k < ${count}; k += THREADS) { part += PART[at + ${start}u + k]; }
      let sum = sumOf(t, part);
      if (t == 0u) { PART[${slots * slotFloats}u + slot * ${gathered}u + ${index}u] = sum; }
    }`;
}
