import type { SourceRange } from "../../../modelSpec";
import { classAttribute } from "../interpreter/attributes";
import type { Interpreter } from "../interpreter/interpreter";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { Arguments } from "../values/arguments";
import type { Passed } from "../values/nativeCall";
import type { ModuleValue, Value } from "../values/values";

/** `module(...passed)`: its layer, its modules one after the other, or its `forward`. */
export function callModule(
  interpreter: Interpreter,
  module: ModuleValue,
  passed: readonly Passed[],
  range: SourceRange,
): Value {
  const called = module.class && classAttribute(interpreter, module.class, "__call__", module, range);
  if (called) refuse(range, REASONS.construct, "`__call__` of a module");
  const forward = module.class && classAttribute(interpreter, module.class, "forward", module, range);
  if (forward) return interpreter.call(forward, passed, range);
  if (module.layer) {
    const input = new Arguments({ interpreter, arguments: passed, range }, module.type, ["input"]).tensor("input");
    return interpreter.trace.apply(module.layer, input, range, module);
  }
  if (module.container !== "Sequential") refuse(range, REASONS.noForward, module.type);
  let value = new Arguments({ interpreter, arguments: passed, range }, module.type, ["input"]).need("input");
  for (const child of module.children.values()) value = interpreter.call(child, [{ value, range }], range);
  return value;
}
