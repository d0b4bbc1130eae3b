import type { SyntaxNode } from "@lezer/common";
import type { ModelSpec } from "../../modelSpec";
import { createRefusal } from "../createRefusal";
import { describeFileSettings } from "../describeFileSettings";
import { LineIndex } from "../lineIndex";
import { refuse, Refused } from "../refusal";
import type { ModelReading } from "../readModels";
import { buildSequential, LayerNames } from "./buildSequential";
import { addedLayers, findSequentials, type Sequential } from "./findSequentials";
import { parseScript, type ParsedScript, type ScriptDialect } from "./parseScript";
import { SCRIPT_REASONS as REASONS } from "./reasons";
import { ScriptEvaluator } from "./scriptEvaluator";
import { ScriptNames } from "./scriptNames";
import { ScriptSettings } from "./scriptSettings";
import { Entries, type Entry } from "./scriptValue";

/** What no script with a model of TensorFlow.js is without. */
const SIGN = /\bsequential\b|\bSequential\b|\btf\s*\.\s*model\b/;

/** Beyond this a script is a bundle that a program made, and reading it would be felt. */
const MAX_CHARACTERS = 300_000;

const holdsModel = (text: string) => text.length <= MAX_CHARACTERS && SIGN.test(text);

/** Every `tf.sequential` of a script, as it can be read or with the reason why not. Never throws. */
export function readScriptModels(text: string, dialect: ScriptDialect = "ts"): ModelReading[] {
  return holdsModel(text) ? readModelsOf(parseScript(text, dialect)) : [];
}

/** A `readScriptModels` that remembers the last file, so that typing costs only what it changes. */
export function createScriptReader(dialect: ScriptDialect): (text: string) => ModelReading[] {
  let last: ParsedScript | undefined;
  return text => {
    if (!holdsModel(text)) return [];
    last = parseScript(text, dialect, last);
    return readModelsOf(last);
  };
}

function readModelsOf(script: ParsedScript): ModelReading[] {
  const names = new ScriptNames(script);
  const evaluator = new ScriptEvaluator(names);
  const layerNames = new LayerNames();
  const lines = new LineIndex(script.text);
  const models = findSequentials(names, evaluator);
  return models.map((found): ModelReading => {
    const { from, to } = headingOf(found);
    const heading = { from, to: Math.min(to, from + 200) };
    const site = { name: found.name, range: heading, line: lines.lineAt(from), end: found.call.to };
    try {
      const layers = layersOf(evaluator, found);
      const { model, obstacle } = buildSequential(found.name, layers, heading, layerNames);
      const end = Math.max(found.call.to, ...layers.map(({ range }) => range.to));
      const isOnly = models.length === 1;
      const settings = new ScriptSettings(evaluator, endsInSoftmax(model)).read(found, isOnly);
      const outcome = { model: takesProbabilities(settings.settings.loss) ? withLogarithm(model) : model };
      return {
        ...site,
        end,
        outcome: describeFileSettings(lines, { ...outcome, ...(obstacle && { obstacle }) }, settings, heading),
      };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { ...site, outcome: { understood: false, refusal: createRefusal(lines, error.reason, error.range) } };
    }
  });
}

/** The name in the declaration that makes the model, else the call. */
function headingOf({ definition, call }: Sequential): SyntaxNode {
  const declares = definition?.parent && definition.parent.to >= call.to && definition.to <= call.from;
  return declares && definition.to > definition.from ? definition : call;
}

function layersOf(evaluator: ScriptEvaluator, found: Sequential): Entry[] {
  if (found.isFunctional) refuse(found.call, REASONS.functional);
  const [options] = evaluator.argumentsOf(found.call);
  const listed = options?.value instanceof Entries ? options.value.entries.get("layers") : undefined;
  const inside = listed ? layerEntries(listed) : [];
  const added = addedLayers(evaluator.names, found).map(node => ({
    value: evaluator.evaluate(node),
    range: { from: node.from, to: node.to },
  }));
  return [...inside, ...added];
}

/** The layers of the list, each with its own place. */
function layerEntries({ value, range }: Entry): Entry[] {
  if (!Array.isArray(value)) return refuse(range, REASONS.expected, "tf.sequential", "layers", "a list of layers");
  return value.map((item: Entry["value"]) => ({
    value: item,
    range: typeof item === "object" && item !== null && "range" in item ? item.range : range,
  }));
}

function endsInSoftmax({ calls }: ModelSpec): boolean {
  return calls.at(-1)?.layer.type === "Softmax";
}

/** Cross-entropy on probabilities is the likelihood of their logarithm; without a loss that is what a softmax is for. */
function takesProbabilities(loss: string | undefined): boolean {
  return loss === "nll" || loss === undefined;
}

function withLogarithm(model: ModelSpec): ModelSpec {
  const { calls } = model;
  const last = calls.at(-1);
  if (last?.layer.type !== "Softmax") return model;
  return { ...model, calls: [...calls.slice(0, -1), { ...last, layer: { ...last.layer, type: "LogSoftmax" } }] };
}
