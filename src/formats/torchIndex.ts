import type { Collected } from "./collectTensors";
import {
  PickledDict,
  PickledFloat,
  PickledList,
  PickledObject,
  PickledSet,
  PickledTuple,
  UnknownGlobal,
  type PickleValue,
} from "./pickleValues";
import { countElements } from "./tensorLayout";
import { TorchTensor, type TorchStorage } from "./torchValues";
import type { StorageEntry, TensorEntry, WeightsIndex } from "./weightsIndex";

/** The Python type of the outermost object of a checkpoint. */
export function describeTopLevel(value: PickleValue): string {
  if (value instanceof TorchTensor) return "Tensor";
  if (value instanceof PickledDict) return value.kind;
  if (value instanceof PickledList) return "list";
  if (value instanceof PickledTuple) return "tuple";
  if (value instanceof PickledSet) return "set";
  if (value instanceof PickledObject || value instanceof UnknownGlobal) return value.name;
  if (value === null) return "None";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (value instanceof PickledFloat) return "float";
  return typeof value === "object" ? "object" : "int";
}

/** The collected tensors with the place of their bytes. */
export function indexTensors(
  { tensors, scalars }: Collected,
  storages: ReadonlyMap<TorchStorage, StorageEntry>,
): Pick<WeightsIndex, "tensors" | "scalars"> {
  const entries = tensors.map(({ path, tensor }): TensorEntry => ({
    name: path.join("."),
    path,
    dtype: tensor.dtype,
    ...tensor.layout,
    elementCount: countElements(tensor.layout.shape),
    storage: storages.get(tensor.storage)!,
    requiresGrad: tensor.requiresGrad,
    isParameter: tensor.isParameter,
  }));
  return { tensors: entries, scalars };
}
