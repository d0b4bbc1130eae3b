import type { LayerOf } from "../../../model/layers";
import type { Batch, Operation, Parameter } from "./operation";
import { GrowingBuffer, type Precision, type Reals } from "./precision";
import { SparseRows } from "./sparseRows";

/** `y = x W^T + b` (`torch.nn.Linear`), with `W` as PyTorch stores it: `[outFeatures, inFeatures]`. */
export class Linear implements Operation {
  readonly #in: number;
  readonly #out: number;
  readonly #output: GrowingBuffer;
  readonly #inputGradient: GrowingBuffer;
  readonly #input = new SparseRows();
  readonly #start: Float64Array;
  readonly #sums: Float64Array;
  #rows = 0;
  #background = 0;

  constructor(
    layer: LayerOf<"Linear">,
    private readonly weight: Parameter,
    private readonly bias: Parameter | undefined,
    precision: Precision,
  ) {
    this.#in = layer.inFeatures;
    this.#out = layer.outFeatures;
    this.#output = new GrowingBuffer(precision);
    this.#inputGradient = new GrowingBuffer(precision);
    this.#start = new Float64Array(layer.outFeatures);
    this.#sums = new Float64Array(layer.inFeatures);
  }

  forward(input: Batch): Batch {
    this.#rows = input.values.length / this.#in; // a Linear may stand behind more dimensions than one
    this.#background = input.background;
    this.#input.fill({ ...input, rows: this.#rows }, this.#in);
    this.#fillStart();
    const output = this.#output.take(this.#rows * this.#out);
    let unit = 0;
    for (; unit + 4 <= this.#out; unit += 4) this.#forwardFourUnits(unit, output);
    for (; unit < this.#out; unit++) this.#forwardUnit(unit, output);
    return { rows: input.rows, values: output, background: 0 };
  }

  /** What each output is for an input that is background everywhere. */
  #fillStart(): void {
    const weight = this.weight.values;
    for (let unit = 0; unit < this.#out; unit++) {
      let sum = 0;
      if (this.#background !== 0) {
        for (let k = unit * this.#in; k < (unit + 1) * this.#in; k++) sum += weight[k]!;
      }
      this.#start[unit] = (this.bias?.values[unit] ?? 0) + this.#background * sum;
    }
  }

  /** Four outputs at a time read the sparse input once and keep four sums independent: twice as fast as one. */
  #forwardFourUnits(unit: number, output: Reals): void {
    const { starts, columns, differences } = this.#input;
    const weight = this.weight.values;
    const [w0, w1, w2, w3] = [unit, unit + 1, unit + 2, unit + 3].map(u => u * this.#in) as [
      number,
      number,
      number,
      number,
    ];
    for (let row = 0; row < this.#rows; row++) {
      let s0 = this.#start[unit]!;
      let s1 = this.#start[unit + 1]!;
      let s2 = this.#start[unit + 2]!;
      let s3 = this.#start[unit + 3]!;
      const end = starts[row + 1]!;
      for (let entry = starts[row]!; entry < end; entry++) {
        const column = columns[entry]!;
        const difference = differences[entry]!;
        s0 += difference * weight[w0 + column]!;
        s1 += difference * weight[w1 + column]!;
        s2 += difference * weight[w2 + column]!;
        s3 += difference * weight[w3 + column]!;
      }
      const at = row * this.#out + unit;
      output[at] = s0;
      output[at + 1] = s1;
      output[at + 2] = s2;
      output[at + 3] = s3;
    }
  }

  #forwardUnit(unit: number, output: Reals): void {
    const { starts, columns, differences } = this.#input;
    const weight = this.weight.values;
    const begin = unit * this.#in;
    for (let row = 0; row < this.#rows; row++) {
      let sum = this.#start[unit]!;
      const end = starts[row + 1]!;
      for (let entry = starts[row]!; entry < end; entry++)
        sum += differences[entry]! * weight[begin + columns[entry]!]!;
      output[row * this.#out + unit] = sum;
    }
  }

  backward(outputGradient: Reals, wantsInputGradient: boolean): Reals {
    for (let unit = 0; unit < this.#out; unit++) this.#backwardUnit(unit, outputGradient);
    const inputGradient = this.#inputGradient.take(wantsInputGradient ? this.#rows * this.#in : 0);
    if (wantsInputGradient) this.#backwardInput(outputGradient, inputGradient);
    return inputGradient;
  }

  /** dW[unit] = sum over rows of g x = background * sum(g) + sum over rows of g s; db[unit] = sum(g). */
  #backwardUnit(unit: number, outputGradient: Reals): void {
    const { starts, columns, differences } = this.#input;
    const sums = this.#sums.fill(0);
    let total = 0;
    for (let row = 0; row < this.#rows; row++) {
      const gradient = outputGradient[row * this.#out + unit]!;
      if (gradient === 0) continue;
      total += gradient;
      const end = starts[row + 1]!;
      for (let entry = starts[row]!; entry < end; entry++) sums[columns[entry]!]! += gradient * differences[entry]!;
    }
    const weightGradient = this.weight.gradient;
    const everywhere = this.#background * total;
    const begin = unit * this.#in;
    for (let k = 0; k < this.#in; k++) weightGradient[begin + k]! += sums[k]! + everywhere;
    if (this.bias) this.bias.gradient[unit]! += total;
  }

  /** dx = g W. */
  #backwardInput(outputGradient: Reals, inputGradient: Reals): void {
    const weight = this.weight.values;
    const sums = this.#sums;
    for (let row = 0; row < this.#rows; row++) {
      sums.fill(0);
      for (let unit = 0; unit < this.#out; unit++) {
        const gradient = outputGradient[row * this.#out + unit]!;
        if (gradient === 0) continue;
        const begin = unit * this.#in;
        for (let k = 0; k < this.#in; k++) sums[k]! += gradient * weight[begin + k]!;
      }
      inputGradient.set(sums, row * this.#in);
    }
  }
}
