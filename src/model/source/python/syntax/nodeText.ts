import type { SyntaxNode } from "@lezer/common";

/** The characters that `node` stands on. */
export function nodeText(node: SyntaxNode, text: string): string {
  return text.slice(node.from, node.to);
}

/** The value of a Python number literal, or undefined for imaginary numbers and integers that a double cannot hold. */
export function parseNumber(literal: string): { readonly value: number; readonly isInteger: boolean } | undefined {
  const digits = literal.replaceAll("_", "").toLowerCase();
  if (digits.endsWith("j")) return undefined;
  const isInteger = /^(\d+|0[xob][\da-f]+)$/.test(digits);
  const value = Number(digits);
  if (Number.isNaN(value) || (isInteger && !Number.isSafeInteger(value))) return undefined;
  return { value, isInteger };
}
