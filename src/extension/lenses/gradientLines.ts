import { gradientsByLayer, type LayerGradient } from "../../model/gradientHealth";
import type { ModelSpec } from "../../model/modelSpec";
import { modulesOf } from "../../model/source/shapeNotes";
import { namedParameters } from "../../model/stateDict";
import type { Translate } from "../translate";
import { translateWords } from "../translateReason";

/** What stands behind one line of a model's text about the gradients of its layers. */
export interface GradientLine {
  /** An offset on that line. */
  readonly offset: number;
  readonly text: string;
  /** The same in full, in Markdown. */
  readonly details: string;
  readonly isConspicuous: boolean;
}

const MAX_LAYERS = 3;

/**
 * The lines about `norms`, the L2 norms by parameter name, for the layers of `model`; undefined when they are those of
 * another model. `lineOf` tells the line of an offset.
 */
export function gradientLines(
  model: ModelSpec,
  norms: ReadonlyMap<string, number>,
  lineOf: (offset: number) => number,
  t: Translate,
): GradientLine[] | undefined {
  const names = namedParameters(model).map(({ name }) => name);
  if (names.length !== norms.size || !names.every(name => norms.has(name))) return undefined;
  const places = new Map(modulesOf(model.modules).map(({ path, range }) => [path, range?.from]));
  const byLine = new Map<number, { readonly offset: number; readonly layers: LayerGradient[] }>();
  for (const layer of gradientsByLayer(model, norms)) {
    const offset = places.get(layer.path);
    if (offset === undefined) continue;
    const line = byLine.get(lineOf(offset)) ?? { offset, layers: [] };
    byLine.set(lineOf(offset), line);
    line.layers.push(layer);
  }
  return [...byLine.values()].map(({ offset, layers }) => ({
    offset,
    text: lineText(layers),
    details: layers.map(layer => detailsOf(layer, t)).join("\n\n"),
    isConspicuous: layers.some(({ concern }) => concern !== undefined),
  }));
}

function lineText(layers: readonly LayerGradient[]): string {
  const shown = layers.slice(0, MAX_LAYERS).map(({ path, parameters, concern }) => {
    const own = layers.length > 1 ? `${path} ` : "";
    const numbers = parameters.map(({ name, norm, rms }) => {
      return `${name.slice(path.length + 1)} ${shortNumber(norm)} (RMS ${shortNumber(rms)})`;
    });
    return `${concern ? "⚠ " : ""}${own}${numbers.join(", ")}`;
  });
  return `∇ ${shown.join(" · ")}${layers.length > MAX_LAYERS ? " …" : ""}`;
}

function detailsOf({ parameters, concern }: LayerGradient, t: Translate): string {
  const rows = parameters.map(
    ({ name, norm, rms }) => `| \`${name}\` | ${norm.toPrecision(6)} | ${rms.toPrecision(6)} |`,
  );
  const head = `| ${t("Parameter")} | ${t("L2 norm")} | RMS |\n|:--|--:|--:|`;
  return `${head}\n${rows.join("\n")}${concern ? `\n\n${translateWords(concern, t)}` : ""}`;
}

const shortNumber = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value));
