import type { LayerType } from "./layers";
import type { ModelSpec } from "./modelSpec";
import type { Reason } from "./source/reason";
import { elementCount, namedParameters } from "./stateDict";

/** The gradient of one parameter: its L2 norm, and the root mean square of its elements. */
export interface ParameterGradient {
  readonly name: string;
  readonly norm: number;
  readonly rms: number;
}

/** The gradients of a layer, in PyTorch's order of its parameters. */
export interface LayerGradient {
  /** Dotted path of the module. */
  readonly path: string;
  readonly parameters: readonly ParameterGradient[];
  /** What is conspicuous about them, and why, in a sentence; absent when nothing is. */
  readonly concern?: Reason;
}

/** Below this share of the largest weight gradient (RMS) a layer hardly learns. */
const VANISHING = 1e-3;
/** L2 norms above this are far beyond what trainings of such networks show. */
const EXPLODING = 100;

/** The sentences about conspicuous gradients, in English. */
export const GRADIENT_CONCERNS = {
  notFinite: "The gradient is not finite: the loss or a value on the way to it has overflowed.",
  notCalled: "No gradient: `forward` never calls this layer.",
  dead: "No gradient: for these images everything behind this layer is switched off by {0}.",
  blocked: "No gradient: a layer behind this one lets nothing through, for instance because its weights are 0.",
  saturating:
    "The gradient is {0} times smaller than that of `{1}`: each of the {2} {3} layers in between passes on only a part of it.",
  vanishing: "The gradient is {0} times smaller than that of `{1}`: the layers in between pass on only a part of it.",
  exploding:
    "The gradient is very large (norm {0}): a smaller learning rate, smaller initial weights or clipping keep the step small.",
} as const;

const SWITCHING: readonly LayerType[] = ["ReLU", "ReLU6"];
const SATURATING: readonly LayerType[] = ["Sigmoid", "Tanh"];

/** The gradients of `model` layer by layer; `norms` are the L2 norms by parameter name. */
export function gradientsByLayer(model: ModelSpec, norms: ReadonlyMap<string, number>): LayerGradient[] {
  const layers = new Map<string, ParameterGradient[]>();
  for (const { name, shape } of namedParameters(model)) {
    const norm = norms.get(name);
    if (norm === undefined) continue;
    const path = name.slice(0, name.lastIndexOf("."));
    const parameters = layers.get(path) ?? [];
    parameters.push({ name, norm, rms: norm / Math.sqrt(elementCount(shape)) });
    layers.set(path, parameters);
  }
  const all = [...layers].map(([path, parameters]) => ({ path, parameters }));
  const weights = all.map(({ path, parameters: [weight] }) => ({ path, rms: weight!.rms }));
  const strongest = weights.filter(({ rms }) => Number.isFinite(rms)).sort((a, b) => b.rms - a.rms)[0];
  return all.map(layer => {
    const concern = concernAbout(model, layer, strongest);
    return concern ? { ...layer, concern } : layer;
  });
}

function concernAbout(
  model: ModelSpec,
  { path, parameters }: LayerGradient,
  strongest: { readonly path: string; readonly rms: number } | undefined,
): Reason | undefined {
  const [weight] = parameters;
  if (!weight) return undefined;
  if (parameters.some(({ norm }) => !Number.isFinite(norm))) return concern("notFinite");
  const at = model.calls.findLastIndex(({ module }) => module === path);
  if (at < 0) return concern("notCalled");
  const behind = model.calls.slice(at + 1).map(({ layer }) => layer.type);
  if (parameters.every(({ norm }) => norm === 0)) {
    const switching = behind.find(type => SWITCHING.includes(type));
    return switching ? concern("dead", switching) : concern("blocked");
  }
  if (weight.norm > EXPLODING) return concern("exploding", weight.norm.toPrecision(3));
  if (!strongest || weight.rms >= strongest.rms * VANISHING || weight.rms === 0) return undefined;
  const factor = Math.round(strongest.rms / weight.rms).toLocaleString("en-US");
  const end = model.calls.findIndex(({ module }) => module === strongest.path);
  const between = model.calls.slice(at + 1, end).map(({ layer }) => layer.type);
  const saturating = between.filter(type => SATURATING.includes(type));
  return saturating.length > 0
    ? concern("saturating", factor, strongest.path, String(saturating.length), saturating[0]!)
    : concern("vanishing", factor, strongest.path);
}

function concern(kind: keyof typeof GRADIENT_CONCERNS, ...values: string[]): Reason {
  return { template: GRADIENT_CONCERNS[kind], values };
}
