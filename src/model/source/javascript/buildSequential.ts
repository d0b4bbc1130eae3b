import { layerKind, type Layer } from "../../layers";
import type { Call, Filling, ModelSpec, ModuleNode, Shape, SourceRange } from "../../modelSpec";
import { elementCount } from "../../stateDict";
import { refuse } from "../refusal";
import type { Note } from "../settingNotes";
import { LayerConfig, numbersOf } from "./layerConfig";
import { SCRIPT_REASONS as REASONS } from "./reasons";
import { Made, type Entry } from "./scriptValue";
import { LAYER_ALIASES, TFJS_LAYERS, type ReadLayer } from "./tfjsLayers";
import { weightStart } from "./weightStart";

const PIXELS = 28 * 28;
const PREFIX = "tf.layers.";

/** A model, and the first thing about the start of its weights that is not drawn here. */
export interface BuiltSequential {
  readonly model: ModelSpec;
  readonly obstacle?: Note;
}

/** Counts the layers of each kind over the file, as TensorFlow.js does for their names. */
export class LayerNames {
  readonly #counts = new Map<string, number>();

  next(stem: string): string {
    const count = (this.#counts.get(stem) ?? 0) + 1;
    this.#counts.set(stem, count);
    return `${stem}${count}`;
  }
}

/** Puts the layers of a `tf.sequential` one after the other. */
export function buildSequential(
  name: string,
  layers: readonly Entry[],
  range: SourceRange,
  layerNames: LayerNames,
): BuiltSequential {
  const modules: ModuleNode[] = [];
  const calls: Call[] = [];
  const start: Filling[] = [];
  const seen = new Set<Made>();
  let inputShape: Shape | undefined;
  let shape: Shape = [];
  let obstacle: Note | undefined;
  const pass = (layer: Layer, at: SourceRange, config: LayerConfig, module?: string) => {
    const output = layerKind(layer).outputShape(layer, shape);
    if (!output) return refuse(at, REASONS.shape, config.function, `[${shape.join(", ")}]`);
    calls.push({ layer, ...(module !== undefined && { module }), range: at });
    shape = output;
  };
  for (const { value, range: at } of layers) {
    const made = value instanceof Made && value.path.startsWith(PREFIX) ? value : refuse(at, REASONS.notLayer);
    if (seen.has(made)) refuse(at, REASONS.layerTwice);
    seen.add(made);
    const config = new LayerConfig(made);
    const wanted = readInputShape(config);
    inputShape ??= shape = wanted ?? refuse(made.range, REASONS.inputFirst);
    if (config.function === "inputLayer") continue;
    const { stem, before, main, after } = readLayer(config, shape);
    const module = config.text("name", layerNames.next(stem));
    if (module.includes(".")) refuse(made.range, REASONS.name, module);
    if (before) pass(before, made.range, config);
    if (main) {
      pass(main, made.range, config, module);
      modules.push({ name: module, type: main.type, layer: main, range: made.range });
      obstacle ??= fillWeights(start, module, main, config);
    }
    if (after) pass(after, made.range, config);
    config.given("trainable");
    if (!config.flag("trainable", true)) config.wrong(config.given("trainable")!, "trainable", "`true`");
    config.refuseRest();
  }
  if (calls.length === 0 || !inputShape) return refuse(range, REASONS.empty);
  return { model: { name, inputShape, modules, calls, start }, ...(obstacle && { obstacle }) };
}

function readLayer(config: LayerConfig, shape: Shape): ReadLayer {
  const name = LAYER_ALIASES[config.function] ?? config.function;
  const read = Object.hasOwn(TFJS_LAYERS, name) ? TFJS_LAYERS[name] : undefined;
  return read ? read(config, shape) : refuse(config.range, REASONS.unknownLayer, `tf.layers.${config.function}`);
}

/** The shape of an image as it is kept here; undefined when the layer names none. */
function readInputShape(config: LayerConfig): Shape | undefined {
  const batch = config.given("batchInputShape");
  const entry = config.given("inputShape") ?? batch ?? config.given("inputDim");
  config.given("dtype");
  if (!entry) return undefined;
  const given = Array.isArray(entry.value)
    ? entry === batch
      ? (entry.value as unknown[]).slice(1)
      : entry.value
    : [entry.value];
  const sizes = numbersOf(given as never);
  if (!sizes) return config.wrong(entry, "inputShape", "a list of whole numbers");
  if (elementCount(sizes) !== PIXELS || sizes.some(size => size < 1)) {
    return refuse(entry.range, REASONS.inputShape, `[${sizes.join(", ")}]`);
  }
  // one channel lies the same in memory first and last
  return sizes.length === 3 && sizes[2] === 1 ? [1, sizes[0]!, sizes[1]!] : sizes;
}

function fillWeights(start: Filling[], module: string, layer: Layer, config: LayerConfig): Note | undefined {
  const tensors = layerKind(layer).tensors(layer);
  const [weight] = tensors;
  if (!weight) return undefined;
  const [out = 1, into = 1, ...kernel] = weight.shape;
  const field = elementCount(kernel);
  const fans = { fanIn: into * field, fanOut: out * field };
  const starts = {
    weight: weightStart(config.given("kernelInitializer"), "glorotNormal", fans, config.range),
    bias: weightStart(config.given("biasInitializer"), "zeros", fans, config.range),
  };
  let obstacle: Note | undefined;
  for (const { name, shape, initialization } of tensors) {
    const found = starts[name as "weight" | "bias"];
    if ("obstacle" in found) obstacle ??= found.obstacle;
    start.push({
      tensor: `${module}.${name}`,
      shape,
      initialization: "obstacle" in found ? initialization : found.initialization,
    });
  }
  return obstacle;
}
