import type { ComparedTensor } from "../../src/protocol/inspector";

/** What became of a tensor from one file to the other. */
export type Change = "changed" | "same" | "reshaped" | "removed" | "added" | "unread";

export function changeOf({ before, after, difference }: ComparedTensor): Change {
  if (!after) return "removed";
  if (!before) return "added";
  if (difference) return Number(difference.largest) === 0 && Number(difference.relativeL2) === 0 ? "same" : "changed";
  return String(before.shape) === String(after.shape) ? "unread" : "reshaped";
}

/** The tensors with the largest change first: those that only one file has, then other shapes, then by relative L2. */
export function sortByChange(tensors: readonly ComparedTensor[]): ComparedTensor[] {
  const weightOf = (tensor: ComparedTensor) => {
    const change = changeOf(tensor);
    if (change === "changed" || change === "same") return Number(tensor.difference!.relativeL2);
    return Number.MAX_VALUE;
  };
  const rankOf = (tensor: ComparedTensor) => ["removed", "added", "reshaped", "unread"].indexOf(changeOf(tensor)) >>> 0;
  const weights = new Map(tensors.map(tensor => [tensor, { rank: rankOf(tensor), weight: weightOf(tensor) }]));
  return tensors.toSorted((a, b) => {
    const [left, right] = [weights.get(a)!, weights.get(b)!];
    if (left.rank !== right.rank) return left.rank - right.rank;
    return left.weight === right.weight ? 0 : right.weight > left.weight ? 1 : -1;
  });
}
