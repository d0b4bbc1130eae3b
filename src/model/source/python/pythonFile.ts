import { findCommandLine, type CommandLineArgument } from "./commandLine";
import { findBindings, type FileBindings } from "./fileBindings";
import { FileScope } from "./fileScope";
import { Interpreter } from "./interpreter/interpreter";
import type { FunctionDefinition } from "./syntax/syntax";
import type { ParsedPython } from "./syntax/parsePython";
import { Construction } from "./torch/construction";

/** A parsed file with what every reading of it needs to know. */
export interface PythonFile extends ParsedPython {
  readonly bindings: FileBindings;
  readonly commandLine: ReadonlyMap<string, CommandLineArgument>;
  /** What the body of a function binds. */
  readonly localBindings: (definition: FunctionDefinition) => FileBindings;
}

/** Looks once through `parsed` for the names it binds and the arguments of its command line. */
export function examinePython(parsed: ParsedPython): PythonFile {
  const { statements } = parsed;
  const local = new Map<FunctionDefinition, FileBindings>();
  const localBindings = (definition: FunctionDefinition) => {
    const found = local.get(definition) ?? findBindings(definition.body);
    local.set(definition, found);
    return found;
  };
  return { ...parsed, bindings: findBindings(statements), commandLine: findCommandLine(statements), localBindings };
}

/** An interpreter of its own for one reading, so that readings do not see each other's changes. */
export function createInterpreter({ bindings, commandLine }: PythonFile): Interpreter {
  const fileScope = new FileScope(bindings);
  const interpreter = new Interpreter(fileScope, new Construction(), commandLine);
  fileScope.connect(interpreter);
  return interpreter;
}
