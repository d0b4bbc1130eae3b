import type { Reason } from "./reason";

/**
 * Every phrase that a value of a `Reason` can be, in English, with `{0}`, `{1}` for the code in it. A phrase has a
 * space, so that no name in a person's file is one.
 */
export const PHRASES: readonly string[] = [
  "Python 2's {0}",
  "a bytes literal",
  "a dictionary",
  "a dimension",
  "a function",
  "a function that PyTorch knows a gain for",
  "a list",
  "a list of layers",
  "a list of tensors",
  "a list of whole numbers",
  "a module that is replaced by something else",
  "a name without dots",
  "a number",
  "a random tensor",
  "a set",
  "a slice",
  "a string",
  "a tensor",
  "a tensor of its own",
  "a tuple",
  "a value that cannot be told",
  "a weight",
  "a whole number",
  "a whole number from 1",
  "a whole number or two of them",
  "an attribute without a name",
  "an f-string with {0}",
  "an object of options",
  "an object of {0}",
  "must be at most 1",
  "must be below 1",
  "must be finite",
  "must not be negative",
  "the attribute {0}",
  "the batch size",
  "the class {0}",
  "the format {0}",
  "the text of this value",
  "this assignment",
  "this base class",
  "this call",
  "this call of {0}",
  "this call on a string",
  "this comparison",
  "this constructor",
  "this dictionary",
  "this expression",
  "this index",
  "this index of a tensor",
  "this key",
  "this key of a dictionary",
  "this number",
  "this order of base classes",
  "this size of a tensor",
  "this slice",
  "this statement",
  "this sum",
  "this {0}",
  "this {0} format",
  "unfinished code",
  "weights that {0} writes to",
  "{0} as a number",
  "{0} as a type",
  "{0} here",
  "{0} in this form",
  "{0} inside a class",
  "{0} of a class",
  "{0} of a layer",
  "{0} of a module",
  "{0} of a parameter",
  "{0} of nothing",
  "{0} of {1}",
  "{0} or {1}",
  "{0} outside a method",
  "{0} to digits",
  "{0} with a key",
  "{0} with {1}",
  "{0}, {1}, {2} or {3}",
];

const known = new Set(PHRASES);

/** `value` of a reason taken apart for translation; undefined when it is code, a number or a shape. */
export function phraseOf(value: string): Reason | undefined {
  const { template, values } = liftCode(value);
  if (known.has(template)) return { template, values };
  const [, code, joint, rest] = /^(`[^`]*`) (of|with) (.+)$/.exec(value) ?? [];
  if (code && rest && phraseOf(rest)) return { template: `{0} ${joint!} {1}`, values: [code, rest] };
  const [, converted] = /^(.+) as a number$/.exec(value) ?? [];
  return converted && phraseOf(converted) ? { template: "{0} as a number", values: [converted] } : undefined;
}

/** The code in backticks becomes the values of a template. */
export function liftCode(text: string): Reason {
  const values: string[] = [];
  const template = text.replace(/`[^`]*`/g, code => `{${values.push(code) - 1}}`);
  return { template, values };
}
