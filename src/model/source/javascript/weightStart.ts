import type { Initialization } from "../../layers";
import type { SourceRange } from "../../modelSpec";
import type { Note } from "../settingNotes";
import { SCRIPT_REASONS as REASONS } from "./reasons";
import { Entries, Made, type Entry, type ScriptValue } from "./scriptValue";

/** How a tensor starts, or why that start is not drawn here. */
export type WeightStart = { readonly initialization: Initialization } | { readonly obstacle: Note };

interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

const symmetric = (limit: number): Initialization => ({ kind: "uniform", low: -limit, high: limit });

const truncated = (std: number): Initialization => ({ kind: "truncated-normal", mean: 0, std });

/** Source: `tfjs-layers/src/initializers.ts`. */
const INITIALIZERS: Readonly<
  Record<string, (fans: Fans, option: (key: string, usual: number) => number) => Initialization>
> = {
  zeros: () => ({ kind: "constant", value: 0 }),
  ones: () => ({ kind: "constant", value: 1 }),
  constant: (_, option) => ({ kind: "constant", value: option("value", NaN) }),
  glorotUniform: ({ fanIn, fanOut }) => symmetric(Math.sqrt(6 / (fanIn + fanOut))),
  heUniform: ({ fanIn }) => symmetric(Math.sqrt(6 / fanIn)),
  leCunUniform: ({ fanIn }) => symmetric(Math.sqrt(3 / fanIn)),
  glorotNormal: ({ fanIn, fanOut }) => truncated(Math.sqrt(2 / (fanIn + fanOut))),
  heNormal: ({ fanIn }) => truncated(Math.sqrt(2 / fanIn)),
  leCunNormal: ({ fanIn }) => truncated(Math.sqrt(1 / fanIn)),
  truncatedNormal: (_, option) => ({
    kind: "truncated-normal",
    mean: option("mean", 0),
    std: option("stddev", 0.05),
  }),
  randomUniform: (_, option) => ({ kind: "uniform", low: option("minval", -0.05), high: option("maxval", 0.05) }),
  randomNormal: (_, option) => ({ kind: "normal", mean: option("mean", 0), std: option("stddev", 0.05) }),
};

/**
 * The start that `given` names, a string or `tf.initializers.*(...)`. Same distribution as in TensorFlow.js; the numbers
 * come from PyTorch's generator, so that a seed makes a run repeatable here.
 */
export function weightStart(given: Entry | undefined, usual: string, fans: Fans, layer: SourceRange): WeightStart {
  const range = given?.range ?? layer;
  const named = given?.value ?? usual;
  const name = nameOf(named);
  const create = name !== undefined && Object.hasOwn(INITIALIZERS, name) ? INITIALIZERS[name] : undefined;
  const options = named instanceof Made ? named.passed[0]?.value : undefined;
  const optionOf = (key: string) => (options instanceof Entries ? options.entries.get(key)?.value : undefined);
  const start = create?.(fans, (key, fallback) => {
    const value = optionOf(key) ?? fallback;
    return typeof value === "number" ? value : NaN;
  });
  if (optionOf("seed") !== undefined) return obstacle(range, REASONS.seeded);
  if (!start || Object.values(start).some(Number.isNaN)) return obstacle(range, REASONS.start, name ?? "?");
  return { initialization: start };
}

function nameOf(value: ScriptValue): string | undefined {
  if (typeof value === "string") return value.charAt(0).toLowerCase() + value.slice(1);
  return value instanceof Made && value.path.startsWith("tf.initializers.") ? value.path.split(".").at(-1) : undefined;
}

function obstacle(range: SourceRange, template: string, ...values: string[]): WeightStart {
  return { obstacle: { range, reason: { template, values } } };
}
