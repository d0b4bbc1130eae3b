import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { sizeValue, str, type Value } from "../values/values";
import { isForeign } from "./isForeign";
import { describeValue } from "./describeValue";
import type { Interpreter } from "./interpreter";

/** The items that a loop over `value` goes through. */
export function iterate(interpreter: Interpreter, value: Value, range: SourceRange): readonly Value[] {
  const items = itemsOf(interpreter, value, range);
  interpreter.step(range, items.length);
  return items;
}

function itemsOf(interpreter: Interpreter, value: Value, range: SourceRange): readonly Value[] {
  switch (value.kind) {
    case "list":
    case "tuple":
      return [...value.items];
    case "str":
      return Array.from(value.value, str);
    case "dictionary":
      return [...value.entries.values()].map(entry => entry.key);
    case "module":
      if (value.container === "Sequential" || value.container === "ModuleList") return [...value.children.values()];
      if (value.container === "ModuleDict") return [...value.children.keys()].map(str);
      return refuse(range, REASONS.notIterable, describeValue(value));
    case "tensor":
      return refuse(range, REASONS.onData);
    case "unknown":
      return interpreter.refuseUnknown(value.reason, range);
    default:
      if (isForeign(value)) return refuse(range, REASONS.otherFile, value.path);
      return refuse(range, REASONS.notIterable, describeValue(value));
  }
}

/** A shape as Python's `torch.Size`. */
export const shapeItems = (shape: readonly Parameters<typeof sizeValue>[0][]): Value[] => shape.map(sizeValue);
