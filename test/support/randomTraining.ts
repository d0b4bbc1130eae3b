import { callShapes } from "../../src/model/callShapes";
import type { Layer } from "../../src/model/layers";
import type { Call, ModelSpec, ModuleNode } from "../../src/model/modelSpec";
import { OPTIMIZERS, type OptimizerName } from "../../src/model/optimizers";
import { mergeSettings, type Clipping, type LossName, type TrainingSettings } from "../../src/model/trainingSettings";
import { stateEntries } from "../../src/model/stateDict";
import { CLASS_COUNT, type Dataset, type LabelledImages } from "../../src/trainer/data/dataset";
import type { EngineInputs } from "../../src/trainer/engines/engine";
import { Generator } from "../../src/trainer/random/generator";
import { initialWeights } from "../../src/trainer/random/initialWeights";

/** Large enough for columns that hardly vary: dividing by their deviation would blow up their rounding. */
const EPS = 0.1;
/** So near zero that many gradients are cut, and not so near that the rounding of large ones decides what is left. */
const CLIP_VALUE = 0.1;

type Draw = (limit: number) => number;

/** What a random net may be made of besides linear layers. */
export interface RandomChoices {
  /** Only linear layers and ReLU, the network of most people. */
  readonly plain?: boolean;
  /** Some nets call a linear layer twice. */
  readonly sharing?: boolean;
  /** How wide its hidden layers are; drawn, and at most 70, when absent. */
  readonly hidden?: readonly number[];
  readonly settings?: Partial<TrainingSettings>;
}

/** A small net of random sizes and layers with data and settings to train it; the same seed gives the same. */
export function randomTraining(
  seed: number,
  { plain = false, sharing = false, hidden, settings = {} }: RandomChoices = {},
): EngineInputs {
  const generator = new Generator(seed);
  const below: Draw = limit => generator.nextUint32() % limit;
  const image = [1 + below(9), 1 + below(9)] as const;
  const loss: LossName = plain ? "cross_entropy" : (["cross_entropy", "nll", "mse"] as const)[below(3)]!;
  const model = randomModel(image, loss, { plain, sharing, ...(hidden && { hidden }) }, below);
  const dataset = randomDataset(image, below);
  const merged = mergeSettings({
    batchSize: (plain ? 1 : 2) + below(70),
    testBatchSize: 1 + below(40),
    dropLast: true,
    normalize: { mean: below(3) / 4, std: 0.25 + below(3) / 4 },
    loss,
    ...(plain ? {} : randomOptimizer(below)),
    ...settings,
  });
  return { model, settings: merged, dataset, weights: randomWeights(model, generator), generator };
}

function randomDataset([rows, columns]: readonly [number, number], below: Draw): Dataset {
  const density = [0.1, 0.4, 0.9][below(3)]!;
  const background = [0, 255, 7][below(3)]!;
  const images = (count: number): LabelledImages => ({
    count,
    rows,
    columns,
    pixels: Uint8Array.from({ length: count * rows * columns }, () =>
      below(1000) < 1000 * density ? below(256) : background,
    ),
    labels: Uint8Array.from({ length: count }, () => below(CLASS_COUNT)),
  });
  return {
    name: "MNIST",
    train: images(60 + below(100)),
    test: images(1 + below(150)),
    source: "drawn",
    synthetic: true,
  };
}

function randomModel(
  image: readonly number[],
  loss: LossName,
  { plain, sharing, hidden }: RandomChoices,
  below: Draw,
): ModelSpec {
  const modules: ModuleNode[] = [];
  const calls: Call[] = [];
  let features = image.reduce((product, size) => product * size, 1);
  const add = (layer: Layer) => {
    const module = `layer${modules.length}`;
    modules.push({ name: module, type: layer.type, layer });
    calls.push({ module, layer });
  };
  const addTwice = (layer: Layer) => {
    add(layer);
    const { module } = calls.at(-1)!;
    add({ type: "Tanh" });
    calls.push({ layer, ...(module !== undefined && { module }) });
  };
  const addBetween = () => {
    for (let count = plain ? 1 : below(3); count > 0; count--)
      add(plain ? plainLayer(below) : anyLayer(features, below));
  };
  add({ type: "Flatten", startDim: 1, endDim: -1 });
  if (!plain && below(4) === 0) addBetween();
  const widths = [...(hidden ?? Array.from({ length: below(3) }, () => 1 + below(70))), CLASS_COUNT];
  for (const outFeatures of widths) {
    if (calls.length > 1) addBetween();
    add({ type: "Linear", inFeatures: features, outFeatures, bias: below(3) > 0 });
    features = outFeatures;
    if (sharing && below(8) === 0) addTwice({ type: "Linear", inFeatures: features, outFeatures, bias: below(2) > 0 });
  }
  if (loss === "nll") add({ type: "LogSoftmax", dim: 1 });
  if (loss === "mse" && below(2) === 0) add({ type: "Softmax", dim: -1 });
  const model = { name: "Random", inputShape: [1, ...image], modules, calls };
  callShapes(model);
  return model;
}

function plainLayer(below: Draw): Layer {
  return below(8) === 0 ? { type: "Identity" } : { type: "ReLU", inplace: false };
}

function anyLayer(features: number, below: Draw): Layer {
  const inplace = false;
  const affine = below(2) === 0;
  const bias = below(2) === 0;
  const layers: readonly Layer[] = [
    { type: "Identity" },
    { type: "ReLU", inplace },
    { type: "ReLU6", inplace },
    { type: "LeakyReLU", negativeSlope: 0.1, inplace },
    { type: "ELU", alpha: 0.5, inplace },
    { type: "SELU", inplace },
    { type: "SiLU", inplace },
    { type: "GELU", approximate: "none" },
    { type: "GELU", approximate: "tanh" },
    { type: "Softplus", beta: 2, threshold: 4 },
    { type: "Tanh" },
    { type: "Sigmoid" },
    { type: "Softmax", dim: -1 },
    { type: "LogSoftmax", dim: 1 },
    { type: "Arithmetic", operator: (["+", "-", "*"] as const)[below(3)]!, value: 0.75, isReversed: affine },
    { type: "Arithmetic", operator: "/", value: 1.5, isReversed: false },
    { type: "Dropout", p: [0, 0.5, 0.75][below(3)]!, inplace },
    {
      type: "BatchNorm1d",
      numFeatures: features,
      eps: EPS,
      momentum: below(3) === 0 ? null : 0.1,
      affine,
      bias: affine && bias,
      trackRunningStats: below(4) > 0,
    },
    { type: "LayerNorm", normalizedShape: [features], eps: EPS, elementwiseAffine: affine, bias: affine && bias },
  ];
  return layers[below(layers.length)]!;
}

/** As PyTorch would start, except that what starts at 0 or 1 there is drawn, so that it counts. */
function randomWeights(model: ModelSpec, generator: Generator): EngineInputs["weights"] {
  const constants = new Set(
    stateEntries(model)
      .filter(({ trained, initialization }) => trained && initialization.kind === "constant")
      .map(({ name }) => name),
  );
  return new Map(
    [...initialWeights(model, generator)].map(([name, values]) => [
      name,
      constants.has(name) ? generator.uniform(values.length, 0.5, 1.5) : values,
    ]),
  );
}

function randomOptimizer(below: Draw): Pick<TrainingSettings, "optimizer" | "optimizerOptions" | "clipping"> {
  const weightDecay = below(2) * 0.05;
  const isNesterov = below(2) === 0;
  const adam = { betas: [0.85, 0.99], eps: 1e-2, weightDecay } as const;
  const options = {
    sgd:
      below(2) === 0
        ? { momentum: 0, dampening: 0, weightDecay, nesterov: false }
        : { momentum: 0.9, dampening: isNesterov ? 0 : 0.25, weightDecay, nesterov: isNesterov },
    adam,
    adamw: adam,
    adadelta: { rho: 0.8, eps: 1e-3, weightDecay },
    rmsprop: { alpha: 0.95, eps: 0.1, weightDecay, momentum: below(2) * 0.5, centered: below(2) === 0 },
  };
  const optimizer = (Object.keys(OPTIMIZERS) as OptimizerName[])[below(5)]!;
  const clipping: Clipping | undefined = [
    undefined,
    { kind: "norm", maxNorm: 0.3 } as const,
    { kind: "value", clipValue: CLIP_VALUE } as const,
  ][below(3)];
  return { optimizer, optimizerOptions: options[optimizer], ...(clipping && { clipping }) };
}
