import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { Expression } from "../syntax/syntax";
import type { Scope } from "../values/scope";
import { list, type Value } from "../values/values";
import { setAttribute } from "./attributes";
import type { Interpreter } from "./interpreter";
import { iterate } from "./iterate";
import { setItem } from "./subscript";

/** Assigns `value` to a name, an attribute, an item, or in parts to a list of these. */
export function assignTo(interpreter: Interpreter, target: Expression, value: Value, scope: Scope): void {
  switch (target.kind) {
    case "name": {
      scope.assign(target.name, value);
      return;
    }
    case "attribute": {
      setAttribute(interpreter, interpreter.evaluate(target.object, scope), target.name, value, target);
      return;
    }
    case "subscript": {
      setItem(interpreter, interpreter.evaluate(target.object, scope), target.index, value, target, scope);
      return;
    }
    case "list":
    case "tuple": {
      unpack(interpreter, target, value, scope);
      return;
    }
    default:
      return refuse(target, REASONS.construct, "this assignment");
  }
}

function unpack(
  interpreter: Interpreter,
  target: Extract<Expression, { items: unknown }>,
  value: Value,
  scope: Scope,
): void {
  const { items } = target;
  if (value.kind === "unknown") {
    for (const item of items) assignTo(interpreter, item.kind === "starred" ? item.value : item, value, scope);
    return;
  }
  const values = iterate(interpreter, value, target);
  const starAt = items.findIndex(item => item.kind === "starred");
  const fits = starAt < 0 ? values.length === items.length : values.length >= items.length - 1;
  if (!fits) refuse(target, REASONS.unpack, items.length, values.length);
  const extra = values.length - items.length;
  items.forEach((item, index) => {
    if (item.kind === "starred") {
      assignTo(interpreter, item.value, list(values.slice(index, index + extra + 1)), scope);
    } else {
      const at = starAt >= 0 && index > starAt ? index + extra : index;
      assignTo(interpreter, item, values[at]!, scope);
    }
  });
}
