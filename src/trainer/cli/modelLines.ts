import type { ModelDescription } from "../../model/source/describeModels";

/** What a person reads about the models of `file`. */
export function modelLines(file: string, models: readonly ModelDescription[]): string[] {
  if (models.length === 0)
    return [
      `${file} has no model: a model is a class that derives from torch.nn.Module, or in a script a tf.sequential.`,
    ];
  return models.flatMap((model, index) => [...(index > 0 ? [""] : []), ...linesOf(file, model)]);
}

function linesOf(file: string, model: ModelDescription): string[] {
  const why = `${file}:${model.reasonLine ?? model.line}: ${model.reason ?? ""}`;
  if (!model.understood) return [`${file}:${model.line}: ${model.class} is not understood.`, why];
  const calls = model.calls.map(
    ({ name, type, inputShape, outputShape }) =>
      `  ${`${name ?? ""} ${type}`.trim().padEnd(30)} ${shapeText(inputShape)} -> ${shapeText(outputShape)}`,
  );
  return [
    `${file}:${model.line}: ${model.class}, ${model.parameterCount.toLocaleString("en-US")} parameters`,
    model.text,
    ...calls,
    ...(model.trainable ? [] : [`Cannot be trained: ${why}`]),
  ];
}

const shapeText = (shape: readonly number[]) => `[${["N", ...shape].join(", ")}]`;
