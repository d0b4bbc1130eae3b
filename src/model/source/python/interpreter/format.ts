import { pythonBool, pythonFloat } from "../../../pythonText";
import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { FormatPart } from "../syntax/syntax";
import type { Scope } from "../values/scope";
import { str, type Value } from "../values/values";
import type { Interpreter } from "./interpreter";

/** The value of an f-string; unknown parts make it unknown. */
export function formatString(
  interpreter: Interpreter,
  parts: readonly FormatPart[],
  range: SourceRange,
  scope: Scope,
): Value {
  let text = "";
  for (const part of parts) {
    if ("text" in part) {
      text += part.text;
      continue;
    }
    const value = interpreter.evaluate(part.value, scope);
    const formatted = part.conversion === "r" ? reprText(value) : formatValue(value, part.spec ?? "", range);
    if (formatted === undefined) return unknownText(value);
    text += formatted;
  }
  return str(text);
}

/** `text.format(...)`, or undefined when a field cannot be told. */
export function formatFields(
  text: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  range: SourceRange,
): Value {
  let next = 0;
  let problem: Value | undefined;
  const result = text.replace(/\{\{|\}\}|\{(\w*)(?::([^{}]*))?\}/g, (field, name: string | undefined, spec = "") => {
    if (field === "{{" || field === "}}") return field.charAt(0);
    const value = /^\d*$/.test(name ?? "") ? positional[name ? Number(name) : next++] : keywords.get(name!);
    const formatted = value && formatValue(value, spec as string, range);
    if (formatted === undefined) problem ??= value ? unknownText(value) : refuse(range, REASONS.construct, "`format`");
    return formatted ?? "";
  });
  return problem ?? str(result);
}

/** `text % values` for `%d`, `%s` and `%i`. */
export function formatByPercent(interpreter: Interpreter, text: string, right: Value, range: SourceRange): string {
  const values = right.kind === "tuple" ? [...right.items] : [right];
  return text.replace(/%(.)/g, (_, letter: string) => {
    if (letter === "%") return "%";
    const value = values.shift();
    if (value?.kind === "unknown") interpreter.refuseUnknown(value.reason, range);
    const formatted = value && /[dis]/.test(letter) ? strText(value) : undefined;
    return formatted ?? refuse(range, REASONS.construct, "this `%` format");
  });
}

/** Python's `str(value)`, or undefined for values whose text cannot be told. */
export function strText(value: Value): string | undefined {
  return value.kind === "str" ? value.value : reprText(value);
}

/** Python's `repr(value)`, or undefined for values whose text cannot be told. */
export function reprText(value: Value): string | undefined {
  const joined = (items: readonly Value[]) => {
    const texts = items.map(reprText);
    return texts.includes(undefined) ? undefined : texts.join(", ");
  };
  switch (value.kind) {
    case "none":
      return "None";
    case "bool":
      return pythonBool(value.value);
    case "int":
      return String(value.value);
    case "float":
      return pythonFloat(value.value);
    case "str":
      return /['\\\n]/.test(value.value) ? undefined : `'${value.value}'`;
    case "list": {
      const inside = joined(value.items);
      return inside === undefined ? undefined : `[${inside}]`;
    }
    case "tuple": {
      const inside = joined(value.items);
      return inside === undefined ? undefined : value.items.length === 1 ? `(${inside},)` : `(${inside})`;
    }
    default:
      return undefined;
  }
}

function formatValue(value: Value, spec: string, range: SourceRange): string | undefined {
  if (value.kind === "unknown") return undefined;
  if (spec === "") return strText(value);
  const padded = /^(0?)(\d*)d$/.exec(spec);
  if (padded && value.kind === "int") return String(value.value).padStart(Number(padded[2]), padded[1] ? "0" : " ");
  return refuse(range, REASONS.construct, `the format \`${spec}\``);
}

const unknownText = (value: Value): Value =>
  value.kind === "unknown"
    ? value
    : { kind: "unknown", reason: { template: REASONS.construct, values: ["the text of this value"] } };
