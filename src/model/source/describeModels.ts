import { callShapes } from "../callShapes";
import { kindOfLayers, modelKind, type ModelKind } from "../modelKind";
import type { Shape } from "../modelSpec";
import { printModel } from "../printModel";
import { parameterCount, stateEntries } from "../stateDict";
import { readModelFile } from "./readModelFile";
import type { FileSettings, ModelReading } from "./readModels";

/** What is said about one class of a model file. */
export interface ModelDescription {
  readonly class: string;
  /** Line of the `class` statement, from 1. */
  readonly line: number;
  readonly kind: ModelKind;
  readonly understood: boolean;
  /** Why it is not understood or, when it is, why it cannot be trained yet. */
  readonly reason?: string;
  readonly reasonLine?: number;
  readonly trainable: boolean;
  /** PyTorch's `print(model)`. */
  readonly text: string;
  readonly parameterCount: number;
  readonly stateDict: readonly { readonly name: string; readonly shape: Shape; readonly dtype: string }[];
  /** In the order of execution; `name` is null for functions. Shapes are of one sample. */
  readonly calls: readonly {
    readonly name: string | null;
    readonly type: string;
    readonly inputShape: Shape;
    readonly outputShape: Shape;
  }[];
  readonly settings: FileSettings["settings"] & Pick<FileSettings, "dataset" | "seed">;
}

/** Describes every model of a file; `fileName` tells the language. */
export function describeModels(text: string, fileName: string): ModelDescription[] {
  return readModelFile(text, fileName).map(reading => describeReading(reading, text));
}

function describeReading({ name, line, range, end, outcome }: ModelReading, text: string): ModelDescription {
  if (!outcome.understood) {
    const { reason, line: reasonLine } = outcome.refusal;
    const layers = text.slice(range.from, end).match(/\b[A-Z]\w+(?=\()/g) ?? [];
    return {
      class: name,
      line,
      kind: kindOfLayers(layers),
      understood: false,
      reason,
      reasonLine,
      trainable: false,
      text: "",
      parameterCount: 0,
      stateDict: [],
      calls: [],
      settings: {},
    };
  }
  const { model, fileSettings, untrainable } = outcome;
  const { settings, dataset, seed } = fileSettings;
  const shapes = callShapes(model);
  return {
    class: name,
    line,
    kind: modelKind(model),
    understood: true,
    ...(untrainable && { reason: untrainable.reason, reasonLine: untrainable.line }),
    trainable: !untrainable,
    text: printModel(model),
    parameterCount: parameterCount(model),
    stateDict: stateEntries(model).map(entry => ({ name: entry.name, shape: entry.shape, dtype: entry.dtype })),
    calls: model.calls.map(({ layer, module }, at) => ({ name: module ?? null, type: layer.type, ...shapes[at]! })),
    settings: { ...settings, ...(dataset !== undefined && { dataset }), ...(seed !== undefined && { seed }) },
  };
}
