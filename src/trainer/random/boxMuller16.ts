import { fusedMultiplyAdd } from "./fusedMultiplyAdd";

const { fround } = Math;
const TWO_PI = fround(2 * Math.PI);

/**
 * Turns 16 uniforms in [0, 1) into 16 normals in place, in float32, as `normal_fill_AVX2` of
 * `aten/src/ATen/native/cpu/DistributionTemplates.h` does: value j becomes a pair with value j + 8.
 */
export function boxMuller16(values: Float32Array, mean: number, std: number): void {
  const [center, spread] = [fround(mean), fround(std)];
  for (let j = 0; j < 8; j++) {
    const radius = fround(Math.sqrt(fround(-2 * logarithm(fround(1 - values[j]!)))));
    const { sine, cosine } = sineAndCosine(fround(TWO_PI * values[j + 8]!));
    values[j] = fusedMultiplyAdd(fround(radius * cosine), spread, center);
    values[j + 8] = fusedMultiplyAdd(fround(radius * sine), spread, center);
  }
}

// The single-precision polynomials of the Cephes library (S. Moshier), evaluated with fused multiply-adds.
const LOG_COEFFICIENTS = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(fround);
const SQRT_HALF = fround(0.7071067811865475);
const LN2_LOW = fround(-2.1219444e-4);
const LN2_HIGH = fround(0.693359375);

const scratch = new Float32Array(1);
const scratchBits = new Int32Array(scratch.buffer);

function logarithm(value: number): number {
  scratch[0] = value;
  let exponent = (scratchBits[0]! >>> 23) - 126;
  scratchBits[0] = (scratchBits[0]! & 0x807fffff) | 0x3f000000;
  let x = scratch[0];
  if (x < SQRT_HALF) {
    exponent -= 1;
    x = fround(fround(x - 1) + x);
  } else {
    x = fround(x - 1);
  }
  const square = fround(x * x);
  const polynomial = LOG_COEFFICIENTS.reduce((sum, coefficient) => fusedMultiplyAdd(sum, x, coefficient));
  let y = fround(polynomial * x);
  y = fusedMultiplyAdd(y, square, fround(exponent * LN2_LOW));
  y = fusedMultiplyAdd(-square, 0.5, y);
  return fusedMultiplyAdd(exponent, LN2_HIGH, fround(x + y));
}

const FOUR_OVER_PI = fround(1.27323954473516);
const MINUS_QUARTER_PI = [-0.78515625, -2.4187564849853516e-4, -3.77489497744594108e-8].map(fround);
const SINE_COEFFICIENTS = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround);
const COSINE_COEFFICIENTS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(fround);

function sineAndCosine(angle: number): { sine: number; cosine: number } {
  const octant = (Math.trunc(fround(angle * FOUR_OVER_PI)) + 1) & ~1;
  const x = MINUS_QUARTER_PI.reduce((rest, part) => fusedMultiplyAdd(octant, part, rest), angle);
  const square = fround(x * x);
  const evaluate = (coefficients: readonly number[]) =>
    coefficients.reduce((sum, coefficient) => fusedMultiplyAdd(sum, square, coefficient));
  const even = fround(
    fusedMultiplyAdd(fround(evaluate(COSINE_COEFFICIENTS) * square), square, -fround(square * 0.5)) + 1,
  );
  const odd = fusedMultiplyAdd(fround(evaluate(SINE_COEFFICIENTS) * square), x, x);
  const [sine, cosine] = octant & 2 ? [even, odd] : [odd, even];
  return { sine: octant & 4 ? -sine : sine, cosine: (octant - 2) & 4 ? cosine : -cosine };
}
