import type { SourceRange } from "../../modelSpec";
import { describeValue } from "./interpreter/describeValue";
import { REASONS } from "./reasons";
import { refuse } from "./refusal";
import { sizesText } from "./torch/reshape";
import type { TensorValue, Value } from "./values/values";

/** The tensor among `result`, what `forward` returns, that holds the scores of the classes. */
export function chooseOutput(result: Value, forward: SourceRange): TensorValue {
  if (result.kind === "unknown") return refuse(forward, result.reason.template, ...result.reason.values);
  const tensors = result.kind === "tuple" || result.kind === "list" ? result.items : [result];
  const scores = tensors.filter((item): item is TensorValue => item.kind === "tensor" && isScores(item));
  const [first] = scores;
  if (first && first.origin !== "constant") return first;
  const [tensor] = tensors;
  if (tensor?.kind !== "tensor") return refuse(forward, REASONS.noTensor, describeValue(result));
  return refuse(forward, REASONS.noScores, sizesText(tensor.shape));
}

/** `[N, classes]`, a row of scores for each image. */
function isScores({ shape: [batch, classes, ...more] }: TensorValue): boolean {
  const isWholeBatch = typeof batch === "object" && batch.factor === 1;
  return isWholeBatch && typeof classes === "number" && more.length === 0;
}
