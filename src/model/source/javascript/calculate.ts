import type { ScriptValue } from "./scriptValue";

const NUMBERS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
};

/** `a operator b` of two numbers, or of two strings to join; undefined for anything else. */
export function calculate(operator: string, a: ScriptValue, b: ScriptValue): ScriptValue {
  if (typeof a === "number" && typeof b === "number") return NUMBERS[operator]?.(a, b);
  if (typeof a === "string" && typeof b === "string" && operator === "+") return a + b;
  return undefined;
}

const { floor, ceil, round, trunc, sqrt, abs, min, max, pow } = Math;
const MATH: Readonly<Record<string, (...numbers: number[]) => number>> = {
  floor,
  ceil,
  round,
  trunc,
  sqrt,
  abs,
  min,
  max,
  pow,
};

/** `Math.floor(2.5)` and the like, by the full name; undefined for anything else. */
export function calculateMath(path: string, values: readonly ScriptValue[]): number | undefined {
  const name = path.slice("Math.".length);
  const calculated = Object.hasOwn(MATH, name) ? MATH[name] : undefined;
  return values.every(value => typeof value === "number") ? calculated?.(...values) : undefined;
}
