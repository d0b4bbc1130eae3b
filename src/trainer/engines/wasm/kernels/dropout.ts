/** Hands on `bytes` bytes as they are. */
export function copy(from: usize, to: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}

/**
 * output = input * scale where `keeps` has a byte that is not 0, else 0, for the rows `begin` to `end`. The bytes of all
 * rows follow each other without gaps. Serves the gradient, too.
 */
export function dropout(
  keeps: usize,
  scale: f32,
  input: usize,
  output: usize,
  stride: usize,
  begin: usize,
  end: usize,
  columns: usize,
): void {
  for (let row = begin; row < end; row++) {
    const keep = keeps + row * columns;
    const source = input + row * stride;
    const target = output + row * stride;
    for (let k: usize = 0; k < columns; k++) {
      store<f32>(target + k * 4, load<u8>(keep + k) ? load<f32>(source + k * 4) * scale : 0);
    }
  }
}
