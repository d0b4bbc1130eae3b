import type { ModelSpec } from "../../../model/modelSpec";
import { callShapes } from "../../../model/callShapes";
import { elementCount } from "../../../model/stateDict";
import { pixelValues } from "../../data/pixelValues";
import type { EngineInputs } from "../engine";
import type { Groundwork } from "./groundwork";
import type { ImageSet } from "./imageSets";
import type { NetworkInput } from "./network";
import { stateNames } from "../optimizerState";
import type { TrainingPlan } from "./training";

/** Rows that are computed at once at least, so that an evaluation is not made of tiny batches. */
const SMALLEST_CAPACITY = 64;
const MOST_GROUP_STEPS = 256;
/** Room for the masks that are drawn before a group of steps. */
const MASK_BYTES = 4_000_000;

/** Room for what all threads list of a batch on sparse images, each for itself: of very large batches few threads can. */
const LIST_BYTES = 2 ** 29;

/** Puts the data set into the memory and says how a network is trained on it, by at most `threads` threads. */
export function planTraining(
  { model, settings, dataset }: EngineInputs,
  threads: number,
  groundwork: Groundwork,
): TrainingPlan {
  const sets = groundwork.writeImageSets(dataset);
  const capacity = Math.max(settings.batchSize, SMALLEST_CAPACITY);
  return {
    model,
    settings,
    input: networkInput(pixelValues(settings.normalize), sets.train.background),
    capacity,
    parameterArrays: stateNames(settings).length + Number(settings.clipping?.kind === "norm"),
    sets,
    from: groundwork.arena.top,
    threads: Math.max(1, Math.min(threads, mostListingThreads(sets.train, capacity))),
    groupSteps: groupSteps(model, capacity),
  };
}

function mostListingThreads({ background, size }: ImageSet, capacity: number): number {
  return background === undefined ? Infinity : Math.floor(LIST_BYTES / (4 * size * capacity));
}

function groupSteps(model: ModelSpec, capacity: number): number {
  const shapes = callShapes(model);
  const masked = model.calls.map(({ layer }, call) =>
    layer.type === "Dropout" ? elementCount(shapes[call]!.outputShape) : 0,
  );
  const stepBytes = capacity * masked.reduce((sum, count) => sum + count, 0);
  return Math.max(1, Math.min(MOST_GROUP_STEPS, Math.floor(MASK_BYTES / stepBytes)));
}

/** Normalised values are a straight line over the bytes, to within the rounding of float32. */
function networkInput(values: Float32Array, background: number | undefined): NetworkInput {
  if (background === undefined) return { kind: "images", pixelValues: values };
  return { kind: "sparse-images", background: values[background]!, scale: (values[255]! - values[0]!) / 255 };
}
