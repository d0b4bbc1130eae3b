import type { PythonFile } from "../pythonFile";
import type { Expression, FunctionDefinition } from "../syntax/syntax";
import type { CallSite } from "./settingSites";

/** Methods of a module that give the module back. */
const SELF_RETURNING = new Set(["to", "cuda", "cpu", "float", "train", "eval", "apply", "requires_grad_"]);

/** The class whose parameters an optimizer gets, by `X.parameters()`; undefined when that cannot be told. */
export function trainedClass(
  file: PythonFile,
  { inside, call }: CallSite,
  classAt: (offset: number) => string | undefined,
): string | undefined {
  const [first] = call.arguments;
  const params = first?.keyword === undefined || first.keyword === "params" ? first?.value : undefined;
  if (params?.kind !== "call" || params.callee.kind !== "attribute" || params.callee.name !== "parameters")
    return undefined;
  const model = params.callee.object;
  return model.kind === "name" && model.name === "self" ? classAt(call.from) : classOf(file, inside, model);
}

/** The class that `model`, a call or the name of one's result, is made of; undefined when that cannot be told. */
export function classOf(
  file: PythonFile,
  inside: readonly FunctionDefinition[],
  model: Expression,
): string | undefined {
  if (model.kind === "call") return className(model);
  if (model.kind !== "name") return undefined;
  const blocks = [file.bindings, ...inside.map(file.localBindings)];
  const bindings = blocks.findLast(({ byName }) => byName.has(model.name))?.byName.get(model.name) ?? [];
  const names = new Set(bindings.map(binding => (binding.kind === "value" ? className(binding.value) : undefined)));
  const [only] = names;
  return names.size === 1 ? only : undefined;
}

/** `Net` of `Net(...)`, `Net(...).to(device)` and the like. */
function className(node: Expression): string | undefined {
  if (node.kind !== "call") return undefined;
  const { callee } = node;
  if (callee.kind === "name") return callee.name;
  return callee.kind === "attribute" && SELF_RETURNING.has(callee.name) ? className(callee.object) : undefined;
}
