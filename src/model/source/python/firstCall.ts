import { evaluateArguments } from "./interpreter/evaluate";
import type { Interpreter } from "./interpreter/interpreter";
import type { PythonFile } from "./pythonFile";
import { Refused } from "../refusal";
import { staticScope } from "./staticScope";
import type { ClassDefinition } from "./syntax/syntax";
import type { Passed } from "./values/nativeCall";

/** The arguments of the file's first call of `definition` that can be told from the text, or undefined. */
export function firstCallArguments(
  interpreter: Interpreter,
  file: PythonFile,
  definition: ClassDefinition,
): Passed[] | undefined {
  for (const { node: call, inside } of file.callsOf(definition.name)) {
    if (call.from > definition.from && call.to <= definition.to) continue;
    const { fillings } = interpreter.construction;
    const before = fillings.length;
    try {
      const passed = evaluateArguments(interpreter, call.arguments, staticScope(interpreter, file, inside));
      if (passed.every(({ value }) => value.kind !== "unknown")) return passed;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    fillings.length = before;
  }
  return undefined;
}
