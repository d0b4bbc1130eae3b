import type { ModelSpec } from "./modelSpec";

/** `cnn` convolves images, `mlp` takes rows of features only; `other` is neither. */
export type ModelKind = "mlp" | "cnn" | "other";

/** What kind of network `model` is, by the layers it calls. */
export function modelKind({ calls }: ModelSpec): ModelKind {
  return kindOfLayers(calls.map(({ layer }) => layer.type));
}

/** What kind of network uses layers of these names. */
export function kindOfLayers(names: readonly string[]): ModelKind {
  if (names.some(name => /^Conv\d?d$/.test(name))) return "cnn";
  return names.includes("Linear") ? "mlp" : "other";
}
