/** The class with the highest output, the first of equals, of each of the rows `begin` to `end`. */
export function predict(
  outputs: usize,
  stride: usize,
  begin: usize,
  end: usize,
  classes: usize,
  order: usize,
  predictions: usize,
): void {
  for (let row = begin; row < end; row++) {
    const first = outputs + row * stride;
    let best: usize = 0;
    for (let k: usize = 1; k < classes; k++) {
      if (load<f32>(first + k * 4) > load<f32>(first + best * 4)) best = k;
    }
    store<u8>(predictions + <usize>load<u32>(order + row * 4), <u8>best);
  }
}
