import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { native, NONE, type ModuleValue, type Value } from "../values/values";
import { fillSequential } from "./containers";

/** `__init__` of `nn.Module`, or of `nn.Sequential` for what derives from it, bound to `self`. */
export function moduleConstructor(self: ModuleValue): Value {
  return native("__init__", call => {
    self.isInitialized = true;
    self.children.clear();
    if (self.container === "Sequential") fillSequential(self, call);
    else if (call.arguments.length > 0) refuse(call.range, REASONS.extraArgument, "nn.Module");
    return NONE;
  });
}
