import { REASONS } from "../../reasons";
import { refuse } from "../../../refusal";
import { Arguments } from "../../values/arguments";
import type { NativeCall } from "../../values/nativeCall";
import type { Value } from "../../values/values";
import { probability } from "../layerArguments";
import type { TensorFunction, TensorFunctions } from "./tensorFunction";

/** Dropout as a function: it drops whenever `training` is true, whatever mode the model is in. */
export const DROPOUT_FUNCTIONS: TensorFunctions = {
  dropout: dropoutFunction("Dropout"),
  dropout1d: dropoutFunction("Dropout1d"),
  dropout2d: dropoutFunction("Dropout2d"),
};

function dropoutFunction(type: "Dropout" | "Dropout1d" | "Dropout2d"): TensorFunction {
  const call = (native: NativeCall): Value => {
    const given = new Arguments(native, type, ["input", "p", "training", "inplace"]);
    const input = given.tensor("input");
    const layer = { type, p: probability(given), inplace: given.bool("inplace", false) } as const;
    if (!given.bool("training", true)) return input;
    if (!native.interpreter.isTraining) refuse(native.range, REASONS.alwaysDrops);
    return native.interpreter.trace.apply(layer, input, native.range);
  };
  return { call, homes: ["functional"] };
}
