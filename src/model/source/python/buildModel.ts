import { layerKind } from "../../layers";
import type { Call, Filling, ModelSpec, ModuleNode, Shape } from "../../modelSpec";
import { stateEntries } from "../../stateDict";
import { REASONS } from "./reasons";
import { refuse } from "../refusal";
import type { Construction } from "./torch/construction";
import { namedModules } from "./torch/moduleMethods";
import type { TracedCall } from "./torch/trace";
import type { ModuleValue } from "./values/values";

/** Puts what was followed into a `ModelSpec`; `calls` end with the one that gives the output. */
export function buildModel(
  root: ModuleValue,
  calls: readonly TracedCall[],
  inputShape: Shape,
  construction: Construction,
): ModelSpec {
  const paths = new Map(namedModules(root).map(([path, module]) => [module, path]));
  const model: ModelSpec = {
    name: root.type,
    inputShape,
    modules: describeChildren(root, "", paths),
    calls: calls.map((call, index) => describeCall(call, index, paths)),
  };
  const start = describeStart(construction, paths);
  const usual = stateEntries(model).map(({ name, shape, initialization }) => ({ tensor: name, shape, initialization }));
  return JSON.stringify(start) === JSON.stringify(usual) ? model : { ...model, start };
}

type Paths = ReadonlyMap<ModuleValue, string>;

function describeCall({ layer, module, range, inputs }: TracedCall, index: number, paths: Paths): Call {
  const path = module && paths.get(module);
  if (module && path === undefined && layerKind(layer).tensors(layer).length > 0) {
    refuse(range, REASONS.unregistered, module.type);
  }
  if (module && path === undefined && layer.type.startsWith("Dropout"))
    refuse(range, REASONS.neverEvaluates, layer.type);
  const isNext = inputs.length === 1 && inputs[0] === index - 1;
  return { layer, ...(path !== undefined && { module: path }), ...(!isNext && { inputs }), range };
}

function describeChildren(module: ModuleValue, prefix: string, paths: Paths): ModuleNode[] {
  return [...module.children].map(([name, child]) => {
    const path = prefix + name;
    const first = paths.get(child);
    return {
      name,
      type: child.type,
      ...(child.layer && { layer: child.layer }),
      ...(child.written !== undefined && { written: child.written }),
      ...(first !== undefined && first !== path && { sharedWith: first }),
      ...(!child.layer && { children: describeChildren(child, `${path}.`, paths) }),
      range: child.range,
    };
  });
}

/** The fillings by the names of the tensors; what is drawn for a module that is thrown away still counts. */
function describeStart({ fillings }: Construction, paths: Paths): Filling[] {
  return fillings.flatMap(({ target, shape, initialization }): Filling[] => {
    const path = target && paths.get(target.module);
    if (target && path !== undefined) return [{ tensor: `${path}.${target.name}`, shape, initialization }];
    return initialization.kind === "constant" ? [] : [{ shape, initialization }];
  });
}
