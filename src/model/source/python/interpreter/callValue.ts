import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { callModule } from "../torch/callModule";
import { callExternal } from "../torch/externals";
import type { Passed } from "../values/nativeCall";
import type { Value } from "../values/values";
import { classAttribute } from "./attributes";
import { instantiate } from "./classes";
import { describeValue } from "./describeValue";
import { callFunction } from "./functions";
import { holdsModel } from "./holdsModel";
import type { Interpreter } from "./interpreter";

/** `callee(...passed)`. */
export function callValue(
  interpreter: Interpreter,
  callee: Value,
  passed: readonly Passed[],
  range: SourceRange,
): Value {
  switch (callee.kind) {
    case "function":
      return callFunction(interpreter, callee, passed, range);
    case "method":
      return callFunction(interpreter, callee.function, [{ value: callee.self, range }, ...passed], range);
    case "native":
      return callee.call({ interpreter, arguments: passed, range });
    case "class":
      return instantiate(interpreter, callee, passed, range);
    case "module":
      return callModule(interpreter, callee, passed, range);
    case "external":
      return callExternal(interpreter, callee.path, passed, range);
    case "object": {
      const method = classAttribute(interpreter, callee.class, "__call__", callee, range);
      return method
        ? interpreter.call(method, passed, range)
        : refuse(range, REASONS.notCallable, describeValue(callee));
    }
    case "unknown":
      // What is not known may change a module that it is given.
      if (passed.some(argument => holdsModel(argument.value))) interpreter.refuseUnknown(callee.reason, range);
      return callee;
    default:
      return refuse(range, REASONS.notCallable, describeValue(callee));
  }
}
