import type { ExternalValue, Value } from "../values/values";

/** Whether `value` is something of another file, of which nothing is known. */
export function isForeign(value: Value): value is ExternalValue {
  return value.kind === "external" && !/^(torch|math|argparse|collections|functools)\b/.test(value.path);
}
