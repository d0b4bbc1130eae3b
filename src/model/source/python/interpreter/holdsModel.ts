import type { Value } from "../values/values";

/** Whether `value` is, or holds, something of the model that a function could change or compute with. */
export function holdsModel(value: Value): boolean {
  switch (value.kind) {
    case "module":
    case "parameter":
    case "tensor":
    case "object":
    case "super":
      return true;
    case "method":
      return holdsModel(value.self);
    case "list":
    case "tuple":
      return value.items.some(holdsModel);
    case "dictionary":
      return [...value.entries.values()].some(entry => holdsModel(entry.value));
    default:
      return false;
  }
}
