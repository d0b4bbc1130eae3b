import { layerKind } from "../../layers";
import type { Call, ModelSpec, ModuleNode, Shape } from "../../modelSpec";
import { REASONS } from "./reasons";
import { refuse } from "./refusal";
import type { Construction } from "./torch/construction";
import { modulePath } from "./torch/modulePath";
import type { Trace, TracedCall } from "./torch/trace";
import type { ModuleValue, TensorValue } from "./values/values";
import type { ModelOutcome } from "./readModel";

/** Puts what was followed into a `ModelSpec`. */
export function buildModel(
  root: ModuleValue,
  trace: Trace,
  output: TensorValue,
  inputShape: Shape,
  construction: Construction,
): ModelOutcome {
  const calls = chainTo(output, trace).map(call => describeCall(root, call));
  const model: ModelSpec = { name: root.type, inputShape, modules: describeChildren(root), calls };
  return construction.obstacle ? { model, obstacle: construction.obstacle } : { model };
}

/** The calls that lead from the images to `output`, first to last. */
function chainTo(output: TensorValue, { calls }: Trace): TracedCall[] {
  const chain: TracedCall[] = [];
  for (let at = output.origin; typeof at === "number"; at = calls[at]!.input) chain.unshift(calls[at]!);
  return chain;
}

function describeCall(root: ModuleValue, { layer, module, range }: TracedCall): Call {
  if (!module) return { layer, range };
  const path = modulePath(root, module);
  if (path !== undefined) return { layer, module: path, range };
  if (layerKind(layer).tensors(layer).length === 0) return { layer, range };
  return refuse(range, REASONS.unregistered, module.type);
}

function describeChildren(module: ModuleValue): ModuleNode[] {
  return [...module.children].map(([name, child]) => ({
    name,
    type: child.type,
    ...(child.layer && { layer: child.layer }),
    ...(!child.layer && { children: describeChildren(child) }),
    range: child.range,
  }));
}
