import type { ModelSpec } from "../../../model/modelSpec";
import type { TrainingSettings } from "../../../model/trainingSettings";
import { stateNames, type OptimizerState } from "../optimizerState";
import type { ParameterSpace } from "./parameterSpace";

const LANES = 4;

/** What the optimizer starts from on the device: for each vector of the parameters one vector of each array it keeps. */
export function packOptimizerState(
  space: ParameterSpace,
  settings: TrainingSettings,
  state: OptimizerState = new Map(),
): Float32Array {
  const names = stateNames(settings);
  const kept = new Float32Array(LANES * space.trainedChunks * names.length);
  names.forEach((name, array) => {
    const packed = space.packTrained(state.get(name) ?? new Map());
    forEachVector(space, names.length, array, (own, shared) => kept.set(packed.subarray(own, own + LANES), shared));
  });
  return kept;
}

export function unpackOptimizerState(
  space: ParameterSpace,
  settings: TrainingSettings,
  model: ModelSpec,
  kept: Float32Array,
): OptimizerState {
  const names = stateNames(settings);
  return new Map(
    names.map((name, array) => {
      const packed = new Float32Array(LANES * space.trainedChunks);
      forEachVector(space, names.length, array, (own, shared) =>
        packed.set(kept.subarray(shared, shared + LANES), own),
      );
      return [name, space.unpackTrained(packed, model)];
    }),
  );
}

/** Where each vector of an array is by itself, and among the others. */
function forEachVector(
  { trainedChunks }: ParameterSpace,
  arrays: number,
  array: number,
  visit: (own: number, shared: number) => void,
): void {
  for (let chunk = 0; chunk < trainedChunks; chunk++) visit(LANES * chunk, LANES * (chunk * arrays + array));
}
