import { findCommandLine, type CommandLineArgument } from "./commandLine";
import { findBindings, type FileBindings } from "./fileBindings";
import { FileScope } from "./fileScope";
import { LineIndex } from "../lineIndex";
import { Interpreter } from "./interpreter/interpreter";
import type { Call, FunctionDefinition } from "./syntax/syntax";
import { type Outline, type Placed } from "./syntax/outline";
import type { ParsedPython } from "./syntax/parsePython";
import { Construction } from "./torch/construction";

/** A parsed file with what every reading of it needs to know. */
export interface PythonFile extends ParsedPython {
  readonly bindings: FileBindings;
  readonly commandLine: ReadonlyMap<string, CommandLineArgument>;
  readonly lines: LineIndex;
  /** The calls of the function or class that a plain name stands for, in the order of the text. */
  readonly callsOf: (name: string) => readonly Placed<Call>[];
  /** What the body of a function binds. */
  readonly localBindings: (definition: FunctionDefinition) => FileBindings;
}

/** Looks once through `parsed` for the names it binds and the arguments of its command line. */
export function examinePython(parsed: ParsedPython): PythonFile {
  const { statements, outline } = parsed;
  const local = new Map<FunctionDefinition, FileBindings>();
  const localBindings = (definition: FunctionDefinition) => {
    const found = local.get(definition) ?? findBindings(definition.body);
    local.set(definition, found);
    return found;
  };
  let calls: ReadonlyMap<string, readonly Placed<Call>[]> | undefined;
  return {
    ...parsed,
    bindings: findBindings(statements),
    commandLine: findCommandLine(outline),
    lines: new LineIndex(parsed.text),
    callsOf: name => (calls ??= callsByName(outline)).get(name) ?? [],
    localBindings,
  };
}

/** An interpreter of its own for one reading, so that readings do not see each other's changes. */
export function createInterpreter({ bindings, commandLine }: PythonFile): Interpreter {
  const fileScope = new FileScope(bindings);
  const interpreter = new Interpreter(fileScope, new Construction(), commandLine);
  fileScope.connect(interpreter);
  return interpreter;
}

function callsByName({ calls }: Outline): Map<string, Placed<Call>[]> {
  const byName = new Map<string, Placed<Call>[]>();
  for (const placed of calls) {
    const { callee } = placed.node;
    if (callee.kind !== "name") continue;
    const known = byName.get(callee.name);
    if (known) known.push(placed);
    else byName.set(callee.name, [placed]);
  }
  return byName;
}
