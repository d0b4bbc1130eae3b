// max(x, 0). NaN stays NaN and lets its gradient through, as in PyTorch.

/** `count` values, a multiple of four. */
export function relu(input: usize, output: usize, count: usize): void {
  const zero = f32x4.splat(0);
  for (const end = input + count * 4; input < end; input += 16) {
    v128.store(output, f32x4.pmax(v128.load(input), zero));
    output += 16;
  }
}

export function reluGradient(output: usize, outputGradient: usize, inputGradient: usize, count: usize): void {
  const zero = f32x4.splat(0);
  for (const end = output + count * 4; output < end; output += 16) {
    const isOff = f32x4.le(v128.load(output), zero);
    v128.store(inputGradient, v128.andnot(v128.load(outputGradient), isOff));
    outputGradient += 16;
    inputGradient += 16;
  }
}
