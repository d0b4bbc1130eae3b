/**
 * Along which axis of a sample with `rank` sizes `Softmax(dim)` works; undefined when it is the batch's own.
 * `null` is PyTorch's implicit choice (`torch/nn/functional.py`, `_get_softmax_dim`).
 */
export function softmaxAxis(dim: number | null, rank: number): number | undefined {
  const batchRank = rank + 1;
  const chosen = dim ?? (batchRank <= 1 || batchRank === 3 ? 0 : 1);
  const axis = (chosen < 0 ? chosen + batchRank : chosen) - 1;
  return axis < 0 ? undefined : axis;
}
