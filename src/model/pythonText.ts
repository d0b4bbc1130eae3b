/** A float as Python prints it: `0.5`, `1.0`, `1e-05`. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const [digits = "", exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 16) {
    const plain = power < 0 ? value.toFixed(digits.replace(/[-.]/g, "").length - 1 - power) : String(value);
    return /[.]/.test(plain) ? plain : `${plain}.0`;
  }
  const sign = power < 0 ? "-" : "+";
  return `${digits}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** A truth value as Python prints it. */
export function pythonBool(value: boolean): string {
  return value ? "True" : "False";
}

/** Integers in parentheses as Python prints a tuple: `(3, 3)`, `(64,)`. */
export function pythonTuple(values: readonly number[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;
}

/** `weightDecay` as Python writes it: `weight_decay`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

/** `weight_decay` as TypeScript writes it: `weightDecay`. */
export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
