import type { SourceRange } from "../../../modelSpec";
import { layerKind } from "../../../layers";
import { typeOf } from "../builtins/types";
import { classAttribute } from "../interpreter/attributes";
import type { Interpreter } from "../interpreter/interpreter";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { bool, type ModuleValue, type Value } from "../values/values";
import { layerAttribute } from "./layerAttributes";
import { moduleMethod } from "./moduleMethods";
import { registerChild } from "./registerChild";

/** `module.name` by Python's order: the instance, its class, what `nn.Module` offers, then its modules. */
export function moduleAttribute(
  interpreter: Interpreter,
  module: ModuleValue,
  name: string,
  range: SourceRange,
): Value | undefined {
  if (name === "training") {
    interpreter.hasAskedForTraining = true;
    return bool(interpreter.isTraining);
  }
  if (name === "__class__") return typeOf(module, range);
  return (
    module.attributes.get(name) ??
    (module.class && classAttribute(interpreter, module.class, name, module, range)) ??
    module.children.get(name) ??
    moduleMethod(module, name) ??
    (module.layer && layerAttribute(module, module.layer, name))
  );
}

/** `module.name = value`: modules become its children, as in `nn.Module.__setattr__`. */
export function setModuleAttribute(
  interpreter: Interpreter,
  module: ModuleValue,
  name: string,
  value: Value,
  range: SourceRange,
): void {
  if (value.kind === "module") {
    module.attributes.delete(name);
    registerChild(module, name, value, range);
    return;
  }
  if (value.kind === "unknown" && !value.isPlain) interpreter.refuseUnknown(value.reason, range);
  if (value.kind === "parameter" || value.kind === "tensor") refuse(range, REASONS.construct, "a tensor of its own");
  const isOwnTensor =
    module.layer &&
    layerKind(module.layer)
      .tensors(module.layer)
      .some(tensor => tensor.name === name);
  if (isOwnTensor || module.layer || name === "training" || name === "forward") {
    refuse(range, REASONS.construct, "this assignment");
  }
  if (module.children.has(name)) refuse(range, REASONS.construct, "a module that is replaced by something else");
  module.attributes.set(name, value);
}
