import type { SourceRange } from "../../modelSpec";
import { describeValue } from "./interpreter/describeValue";
import { REASONS } from "./reasons";
import { refuse } from "../refusal";
import { sizesText } from "./torch/reshape";
import type { Trace } from "./torch/trace";
import type { TensorValue, Value } from "./values/values";

const CLASSES = 10;
const PIXELS = 28 * 28;

/**
 * The call that gives the scores of the classes among `result`, what `forward` returns. Of a tuple it is the one tensor
 * with a row of ten numbers for each image; of several, the one that the others are made of by a softmax.
 */
export function chooseOutput(result: Value, trace: Trace, forward: SourceRange): number {
  if (result.kind === "unknown") return refuse(forward, result.reason.template, ...result.reason.values);
  const tensors = (result.kind === "tuple" || result.kind === "list" ? result.items : [result]).filter(
    (item): item is TensorValue => item.kind === "tensor",
  );
  const [first] = tensors;
  if (!first) return refuse(forward, REASONS.noTensor, describeValue(result));
  const rows = tensors.filter(tensor => isRow(tensor) && tensor.origin !== "constant");
  const scores = rows.filter(tensor => tensor.shape[1] === CLASSES);
  const candidates = scores.length > 0 ? scores : tensors.length === 1 ? rows : [];
  const calls = [...new Set(candidates.map(tensor => trace.indexOf(tensor, forward)))];
  const [only, ...others] = calls.filter(index => !calls.some(other => isSoftmaxOf(trace, index, other)));
  if (only === undefined)
    return refuse(forward, REASONS.noScores, tensors.map(({ shape }) => sizesText(shape)).join(", "));
  if (others.length > 0) refuse(forward, REASONS.severalScores);
  if (only < 0) refuse(forward, REASONS.noCalls);
  const [classes] = trace.calls[only]!.outputShape;
  if (classes === PIXELS) refuse(forward, REASONS.autoEncoder, PIXELS);
  if (classes === 1) refuse(forward, REASONS.oneScore);
  return only;
}

/** `[N, classes]`, a row of scores for each image. */
function isRow({ shape: [batch, classes, ...more] }: TensorValue): boolean {
  const isWholeBatch = typeof batch === "object" && batch.factor === 1;
  return isWholeBatch && typeof classes === "number" && more.length === 0;
}

function isSoftmaxOf({ calls }: Trace, index: number, other: number): boolean {
  const call = calls[index];
  return call !== undefined && /^(Log)?Softmax$/.test(call.layer.type) && call.inputs[0] === other;
}
