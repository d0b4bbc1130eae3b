import type { Layer, LayerOf } from "../../src/model/layers";
import type { Call, ModelSpec, ModuleNode } from "../../src/model/modelSpec";
import { mergeSettings, type TrainingSettings } from "../../src/model/trainingSettings";
import { CLASS_COUNT, type Dataset, type LabelledImages } from "../../src/trainer/data/dataset";
import type { EngineInputs } from "../../src/trainer/engines/engine";
import { Generator } from "../../src/trainer/random/generator";
import { initialWeights } from "../../src/trainer/random/initialWeights";

/** A small net of random sizes with data and settings to train it; the same seed gives the same. */
export function randomTraining(seed: number, more: Partial<TrainingSettings> = {}): EngineInputs {
  const generator = new Generator(seed);
  const below = (limit: number) => generator.nextUint32() % limit;
  const [rows, columns] = [1 + below(9), 1 + below(9)];
  const widths = [...Array.from({ length: below(3) }, () => 1 + below(70)), CLASS_COUNT];
  const model = modelOf([rows, columns], widths, below);
  const settings = mergeSettings({
    batchSize: 1 + below(70),
    testBatchSize: 1 + below(40),
    normalize: { mean: below(3) / 4, std: 0.25 + below(3) / 4 },
    ...more,
  });
  const density = [0.1, 0.4, 0.9][below(3)]!;
  const background = [0, 255, 7][below(3)]!;
  const images = (count: number): LabelledImages => ({
    count,
    rows,
    columns,
    pixels: Uint8Array.from({ length: count * rows * columns }, () =>
      generator.nextFloat() < density ? below(256) : background,
    ),
    labels: Uint8Array.from({ length: count }, () => below(CLASS_COUNT)),
  });
  const dataset: Dataset = {
    name: "MNIST",
    train: images(60 + below(100)),
    test: images(1 + below(150)),
    source: "drawn",
    synthetic: true,
  };
  return { model, settings, dataset, weights: initialWeights(model, generator), generator };
}

function modelOf(image: readonly number[], widths: readonly number[], below: (limit: number) => number): ModelSpec {
  const modules: ModuleNode[] = [];
  const calls: Call[] = [{ layer: { type: "Flatten", startDim: 1, endDim: -1 } }];
  let inFeatures = image.reduce((product, size) => product * size, 1);
  widths.forEach((outFeatures, index) => {
    if (index > 0) calls.push({ layer: between(below) });
    const layer: LayerOf<"Linear"> = { type: "Linear", inFeatures, outFeatures, bias: below(3) > 0 };
    modules.push({ name: `fc${index}`, type: "Linear", layer });
    calls.push({ module: `fc${index}`, layer });
    inFeatures = outFeatures;
  });
  return { name: "Random", inputShape: [1, ...image], modules, calls };
}

function between(below: (limit: number) => number): Layer {
  return below(8) === 0 ? { type: "Identity" } : { type: "ReLU", inplace: false };
}
