import { readFileSync } from "node:fs";
import { readStateDict, type WritableTensor } from "../../src/formats/weightsFile";
import { goldenPath } from "./golden";

/** The weights of the tutorial's Net after PyTorch trained it for five epochs from seed 42. */
export function trainedWeights(): WritableTensor[] {
  const tensors = readStateDict(readFileSync(goldenPath("seed42_final.pth")));
  return Array.from(tensors, ([name, tensor]) => ({
    name,
    dtype: tensor.dtype,
    shape: tensor.shape,
    data: tensor.toFloat32(),
  }));
}
