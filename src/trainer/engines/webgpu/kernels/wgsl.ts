const LARGEST = 3.4028234663852886e38;

/** A float32 as WGSL writes it; what is beyond its range is the largest there is. */
export function float(value: number): string {
  const rounded = Math.fround(Math.min(Math.max(value, -LARGEST), LARGEST));
  return rounded < 0 || Object.is(rounded, -0) ? `(${rounded}f)` : `${rounded}f`;
}

/** A loop in which the threads of a workgroup take every value below `count` between them. */
export function shared(name: string, count: number, body: string): string {
  return `for (var ${name} = t; ${name} < ${count}u; ${name} += THREADS) { ${body} }`;
}

/** The highest power of two that is at most `value`, and at least 1. */
export function powerOfTwoBelow(value: number): number {
  return value < 2 ? 1 : 2 ** Math.floor(Math.log2(value));
}
