import { asNumber } from "../interpreter/operators";
import { REASONS } from "../reasons";
import type { NativeFunction } from "../values/nativeCall";
import { bool, float, int, NONE, unknown, type Value } from "../values/values";
import type { CommandLineArgument } from "../commandLine";

const PARSER = "argparse.ArgumentParser";
/** What `parse_args()` gives; its attributes are the defaults of the arguments. */
export const NAMESPACE = "argparse.Namespace";

/** `argparse.ArgumentParser()` and what a parser does. */
export const ARGUMENT_PARSER: Readonly<Record<string, NativeFunction>> = {
  [PARSER]: () => ({ kind: "external", path: `${PARSER}()` }),
  [`${PARSER}().add_argument`]: () => NONE,
  [`${PARSER}().parse_args`]: () => ({ kind: "external", path: NAMESPACE }),
  [`${PARSER}().parse_known_args`]: () => ({
    kind: "tuple",
    items: [{ kind: "external", path: NAMESPACE }, unknown(REASONS.unknownCall, "parse_known_args")],
  }),
  [`${PARSER}().add_argument_group`]: () => ({ kind: "external", path: `${PARSER}()` }),
};

/** The default of a command line argument, evaluated by `evaluate`. */
export function argumentDefault(
  argument: CommandLineArgument,
  evaluate: (expression: NonNullable<CommandLineArgument["default"]>) => Value,
): Value {
  if (argument.flag !== undefined) return bool(argument.flag);
  if (!argument.default) return NONE;
  const value = evaluate(argument.default);
  const number = value.kind === "str" ? Number(value.value) : asNumber(value);
  // argparse applies `type` to defaults that are text only
  if (value.kind !== "str" || number === undefined || Number.isNaN(number)) return value;
  if (argument.type === "int") return int(number);
  return argument.type === "float" ? float(number) : value;
}
