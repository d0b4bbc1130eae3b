/** Decoders of the float types that JavaScript has no typed array for. Each takes the bits of one number. */

const scratch = new DataView(new ArrayBuffer(4));

/** bfloat16 is the upper half of a float32. */
export function decodeBfloat16(bits: number): number {
  scratch.setUint16(0, bits);
  scratch.setUint16(2, 0);
  return scratch.getFloat32(0);
}

export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1024 + mantissa) * 2 ** (exponent - 25);
}

/** All values of an 8-bit float with a sign, without infinities or NaN: those differ by format. */
function finiteValues(mantissaBits: number, bias: number): Float64Array {
  return Float64Array.from({ length: 256 }, (_, bits) => {
    const sign = bits & 0x80 ? -1 : 1;
    const exponent = (bits & 0x7f) >> mantissaBits;
    const mantissa = bits & ((1 << mantissaBits) - 1);
    const implicit = exponent === 0 ? 0 : 1 << mantissaBits;
    return sign * (implicit + mantissa) * 2 ** (Math.max(exponent, 1) - bias - mantissaBits);
  });
}

function withSpecials(values: Float64Array, specials: Readonly<Record<number, number>>): Float64Array {
  for (const [bits, value] of Object.entries(specials)) values[Number(bits)] = value;
  return values;
}

const E5M2_SPECIALS = Object.fromEntries(
  [0x7c, 0x7d, 0x7e, 0x7f].flatMap(bits => [
    [bits, bits === 0x7c ? Infinity : NaN],
    [bits | 0x80, bits === 0x7c ? -Infinity : NaN],
  ]),
) as Record<number, number>;

/** Values by bits. Source: "FP8 Formats for Deep Learning", arXiv 2209.05433; fnuz: arXiv 2206.02915; e8m0: OCP MX 1.0. */
export const FLOAT8_VALUES = {
  e4m3fn: withSpecials(finiteValues(3, 7), { 0x7f: NaN, 0xff: NaN }),
  e5m2: withSpecials(finiteValues(2, 15), E5M2_SPECIALS),
  e4m3fnuz: withSpecials(finiteValues(3, 8), { 0x80: NaN }),
  e5m2fnuz: withSpecials(finiteValues(2, 16), { 0x80: NaN }),
  e8m0fnu: withSpecials(
    Float64Array.from({ length: 256 }, (_, bits) => 2 ** (bits - 127)),
    { 0xff: NaN },
  ),
} as const;
