import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../refusal";
import type { TensorValue, Value } from "../values/values";

/** `tensor[index]`: only indexes that keep every image whole are read. */
export function indexTensor(_tensor: TensorValue, range: SourceRange): Value {
  return refuse(range, REASONS.construct, "indexing a tensor");
}
