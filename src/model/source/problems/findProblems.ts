import { callShapes } from "../../callShapes";
import type { ModelSpec, ModuleNode } from "../../modelSpec";
import { elementCount } from "../../stateDict";
import type { FileSettings, ModelReading } from "../readModels";
import { problemReason, PROBLEMS, type Problem } from "./problem";
import { shapeProblem } from "./shapeProblem";

const CLASSES = 10;

/** The problems of every class of a file. Pure; `readings` must be those of `text`. */
export function findProblems(text: string, readings: readonly ModelReading[]): Problem[] {
  return readings.flatMap(reading => {
    const { outcome } = reading;
    if (outcome.understood) return hintsFor(outcome.model, outcome.fileSettings);
    const problem = shapeProblem(text, reading, readings);
    return problem ? [problem] : [];
  });
}

function hintsFor(model: ModelSpec, { settings, dataset }: FileSettings): Problem[] {
  const last = model.calls.at(-1);
  const isSoftmax = last?.layer.type === "Softmax";
  const outputs = elementCount(callShapes(model).at(-1)?.outputShape ?? model.inputShape);
  const widest = lastWithFeatures(model);
  return [
    ...unusedLayers(model),
    ...(isSoftmax && settings.loss === "cross_entropy" && last.range
      ? [{ kind: "softmaxBeforeLoss" as const, range: last.range, reason: problemReason(PROBLEMS.softmaxBeforeLoss) }]
      : []),
    ...(dataset !== undefined && outputs !== CLASSES && widest
      ? [{ kind: "outputCount" as const, range: widest, reason: problemReason(PROBLEMS.outputCount, outputs, dataset) }]
      : []),
  ];
}

/** Where the layer stands that decides the number of outputs. */
function lastWithFeatures({ calls, modules }: ModelSpec) {
  const last = calls.findLast(({ layer }) => layer.type === "Linear" || layer.type === "Conv2d");
  return (last?.module === undefined ? undefined : findModule(modules, last.module)?.range) ?? last?.range;
}

function findModule(modules: readonly ModuleNode[], path: string): ModuleNode | undefined {
  for (const node of modules) {
    if (node.name === path) return node;
    if (path.startsWith(`${node.name}.`)) return findModule(node.children ?? [], path.slice(node.name.length + 1));
  }
  return undefined;
}

/** The layers, and whole blocks of them, that no call goes through. */
function unusedLayers({ modules, calls }: ModelSpec): Problem[] {
  const called = new Set(calls.map(({ module }) => module));
  const isUsed = (node: ModuleNode, path: string): boolean =>
    node.sharedWith !== undefined ||
    called.has(path) ||
    (node.children ?? []).some(child => isUsed(child, `${path}.${child.name}`));
  const hasLayers = (node: ModuleNode): boolean => node.layer !== undefined || (node.children ?? []).some(hasLayers);
  const search = (nodes: readonly ModuleNode[], prefix: string): Problem[] =>
    nodes.flatMap(node => {
      const path = prefix + node.name;
      if (!hasLayers(node)) return [];
      if (isUsed(node, path)) return search(node.children ?? [], `${path}.`);
      const reason = problemReason(PROBLEMS.unusedLayer, path);
      return node.range ? [{ kind: "unusedLayer" as const, range: node.range, reason }] : [];
    });
  return search(modules, "");
}
