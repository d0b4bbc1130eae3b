import { asNumber } from "../interpreter/operators";
import { iterate } from "../interpreter/iterate";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { NativeCall, NativeFunction } from "../values/nativeCall";
import { float, int, unknown, type Value } from "../values/values";

/** Functions of numpy that do the same. */
export const NUMPY_FUNCTIONS: ReadonlySet<string> = new Set(["sqrt", "log", "log2", "exp", "prod"]);

/** The functions of Python's `math` that sizes are computed with. */
export const MATH_FUNCTIONS: Readonly<Record<string, NativeFunction>> = {
  sqrt: of(value => float(Math.sqrt(value))),
  log: of(value => float(Math.log(value))),
  log2: of(value => float(Math.log2(value))),
  exp: of(value => float(Math.exp(value))),
  floor: of(value => int(Math.floor(value))),
  ceil: of(value => int(Math.ceil(value))),
  prod: call => {
    const [given] = call.arguments;
    if (!given) return refuse(call.range, REASONS.missingArgument, "math.prod", "iterable");
    let result: Value = int(1);
    for (const item of iterate(call.interpreter, given.value, given.range)) {
      result = call.interpreter.operate("*", result, item, call.range);
    }
    return result;
  },
};

function of(compute: (value: number) => Value): NativeFunction {
  return ({ arguments: [given, ...more], range }: NativeCall) => {
    if (given?.value.kind === "unknown") return given.value;
    const number = given && asNumber(given.value);
    if (number === undefined || more.length > 0) return unknown(REASONS.construct, "this call of `math`");
    const result = compute(number);
    return "value" in result && Number.isNaN(result.value) ? refuse(range, REASONS.raises) : result;
  };
}
