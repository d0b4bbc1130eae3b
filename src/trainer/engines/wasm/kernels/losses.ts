// Losses besides cross entropy: row by row, with the gradient of `factor` times the sum of the rows' losses.

/** `nn.NLLLoss` on log-probabilities. */
export function negativeLogLikelihood(
  outputs: usize,
  stride: usize,
  begin: usize,
  end: usize,
  classes: usize,
  order: usize,
  labels: usize,
  factor: f32,
  losses: usize,
  gradient: usize,
): void {
  for (let row = begin; row < end; row++) {
    const label = <usize>load<u8>(labels + <usize>load<u32>(order + row * 4)) * 4;
    store<f64>(losses + row * 8, -(<f64>load<f32>(outputs + row * stride + label)));
    memory.fill(gradient + row * stride, 0, classes * 4);
    store<f32>(gradient + row * stride + label, -factor);
  }
}

/** `nn.MSELoss` between the outputs and the labels as one-hot vectors: a row's loss is the mean over its classes. */
export function meanSquaredError(
  outputs: usize,
  stride: usize,
  begin: usize,
  end: usize,
  classes: usize,
  order: usize,
  labels: usize,
  factor: f32,
  losses: usize,
  gradient: usize,
): void {
  const slope: f32 = (<f32>2 * factor) / <f32>classes;
  for (let row = begin; row < end; row++) {
    const label = <usize>load<u8>(labels + <usize>load<u32>(order + row * 4));
    let sum: f64 = 0;
    for (let k: usize = 0; k < classes; k++) {
      const at = row * stride + k * 4;
      const difference = load<f32>(outputs + at) - (k == label ? 1 : 0);
      sum += <f64>difference * <f64>difference;
      store<f32>(gradient + at, slope * difference);
    }
    store<f64>(losses + row * 8, sum / <f64>classes);
  }
}
