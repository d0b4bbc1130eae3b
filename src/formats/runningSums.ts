/** Sums over the finite values of a tensor, batch by batch; each batch is measured around its own mean. */
export class RunningSums {
  zeros = 0;
  nan = 0;
  inf = 0;
  squares = 0;
  count = 0;
  mean = 0;
  /** Sum of squared deviations from the mean. */
  deviations = 0;
  min = Infinity;
  max = -Infinity;

  /** Merges a batch into the sums (Chan, Golub, LeVeque 1979), so that nothing cancels. */
  add(values: Float64Array): void {
    let finite = 0;
    let sum = 0;
    let squares = 0;
    let { zeros, min, max } = this;
    for (const value of values) {
      if (!Number.isFinite(value)) {
        if (Number.isNaN(value)) this.nan++;
        else this.inf++;
        continue;
      }
      finite++;
      sum += value;
      squares += value * value;
      if (value === 0) zeros++;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.squares += squares;
    this.zeros = zeros;
    this.min = min;
    this.max = max;
    if (finite > 0) this.#merge(finite, sum / finite, deviationsFrom(values, sum / finite));
  }

  addComplex(real: number, imaginary: number): void {
    if (Number.isNaN(real) || Number.isNaN(imaginary)) this.nan++;
    else if (!Number.isFinite(real) || !Number.isFinite(imaginary)) this.inf++;
    else if (real === 0 && imaginary === 0) this.zeros++;
    else this.squares += real * real + imaginary * imaginary;
  }

  #merge(count: number, mean: number, deviations: number): void {
    const total = this.count + count;
    const shift = mean - this.mean;
    this.deviations += deviations + (shift ** 2 * this.count * count) / total;
    this.mean += (shift * count) / total;
    this.count = total;
  }
}

function deviationsFrom(values: Float64Array, mean: number): number {
  let sum = 0;
  for (const value of values) {
    const deviation = value - mean;
    if (Number.isFinite(value)) sum += deviation * deviation;
  }
  return sum;
}
