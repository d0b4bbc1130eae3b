import type { Outline } from "./syntax/outline";
import type { Argument, Call, Expression } from "./syntax/syntax";

/** One `parser.add_argument(...)` of a file: what `args.name` is when the command line does not say otherwise. */
export interface CommandLineArgument {
  readonly name: string;
  /** Absent for `None`. */
  readonly default?: Expression;
  /** The type that a default given as text is turned into. */
  readonly type?: string;
  /** `True` or `False` of flags. */
  readonly flag?: boolean;
}

/** The arguments that the file's `argparse` parser knows, by name. */
export function findCommandLine({ calls }: Outline): ReadonlyMap<string, CommandLineArgument> {
  const found = new Map<string, CommandLineArgument>();
  for (const { node } of calls) {
    const isArgument = node.callee.kind === "attribute" && node.callee.name === "add_argument";
    const argument = isArgument ? readArgument(node) : undefined;
    if (argument) found.set(argument.name, argument);
  }
  return found;
}

function readArgument(call: Call): CommandLineArgument | undefined {
  const names = call.arguments.flatMap(({ value, keyword }) =>
    keyword === undefined && value.kind === "string" ? [value.value] : [],
  );
  const keyword = (name: string) => call.arguments.find(argument => argument.keyword === name)?.value;
  const dest = keyword("dest");
  const long = names.find(name => name.startsWith("--")) ?? names[0];
  const name = dest?.kind === "string" ? dest.value : long?.replace(/^-+/, "").replaceAll("-", "_");
  if (name === undefined) return undefined;
  const given = keyword("default");
  const type = typeName(call.arguments.find(argument => argument.keyword === "type"));
  const action = keyword("action");
  const flag =
    action?.kind === "string" && /^store_(true|false)$/.test(action.value) ? action.value === "store_false" : undefined;
  return {
    name,
    ...(given && { default: given }),
    ...(type !== undefined && { type }),
    ...(flag !== undefined && !given && { flag }),
  };
}

const typeName = (argument: Argument | undefined) =>
  argument?.value.kind === "name" ? argument.value.name : undefined;
