import type { SyntaxNode } from "@lezer/common";
import type { SourceRange } from "../../modelSpec";
import { whyOutOfRange, type LossName, type TrainingSettings } from "../../trainingSettings";
import type { FileSettingName } from "../readModels";
import { Refused } from "../refusal";
import type { ReadSettings } from "../readSettings";
import { note, SETTING_NOTES, type Note } from "../settingNotes";
import { callsOnModel, type Sequential } from "./findSequentials";
import { SCRIPT_REASONS as REASONS } from "./reasons";
import type { ScriptEvaluator } from "./scriptEvaluator";
import { scriptOptimizer } from "./scriptOptimizer";
import { Entries, Path, type Entry } from "./scriptValue";

type Settings = { -readonly [K in keyof TrainingSettings]?: TrainingSettings[K] };

/** The losses of TensorFlow.js by what they expect. */
const LOSSES: Readonly<Record<string, "probabilities" | "scores" | "numbers">> = {
  categoricalCrossentropy: "probabilities",
  sparseCategoricalCrossentropy: "probabilities",
  softmaxCrossEntropy: "scores",
  meanSquaredError: "numbers",
};
/** What a loss becomes, when the model ends as it expects: a softmax at the end is then made a log-softmax. */
const LOSS_NAMES: Readonly<Record<"probabilities" | "scores" | "numbers", LossName>> = {
  probabilities: "nll",
  scores: "cross_entropy",
  numbers: "mse",
};

/** Reads `compile` and `fit` of one model; with a softmax at the end, the loss is that on its logarithm. */
export class ScriptSettings {
  readonly #settings: Settings = {};
  readonly #ranges: Partial<Record<FileSettingName, SourceRange>> = {};
  readonly #notes: Note[] = [];
  #obstacle: Note | undefined;

  constructor(
    private readonly evaluator: ScriptEvaluator,
    private readonly endsInSoftmax: boolean,
  ) {}

  read(model: Sequential, isOnlyModel: boolean): ReadSettings {
    const compiled = this.#options(this.#callOf(model, "compile", isOnlyModel), 0);
    this.#read(compiled?.get("optimizer"), entry => this.#optimizer(entry));
    this.#read(compiled?.get("loss"), entry => this.#loss(entry));
    const fit = this.#callOf(model, "fit", isOnlyModel);
    const fitted = this.#options(fit, 2);
    if (fit) {
      const range = { from: fit.from, to: fit.to };
      this.#count("batchSize", fitted?.get("batchSize") ?? { value: 32, range });
      this.#count("epochs", fitted?.get("epochs") ?? { value: 1, range });
      this.#read(fitted?.get("shuffle"), ({ value, range }) => {
        if (typeof value === "boolean") this.#set("shuffle", value, range);
        else this.#notes.push(note(range, SETTING_NOTES.unclear, "shuffle"));
      });
      for (const key of ["validationSplit"]) {
        const entry = fitted?.get(key);
        if (entry) this.#notes.push(note(entry.range, REASONS.validation, key));
      }
    } else this.#fitDataset(model, isOnlyModel);
    this.#obstacle ??= this.#changedByHand(model);
    this.#pixelRange();
    return {
      settings: this.#settings,
      ranges: this.#ranges,
      notes: this.#notes,
      ...(this.#obstacle && { obstacle: this.#obstacle }),
    };
  }

  /** `model.fitDataset(dataset, { epochs })`, whose dataset knows the batches. */
  #fitDataset(model: Sequential, isOnlyModel: boolean): void {
    const entry = this.#options(this.#callOf(model, "fitDataset", isOnlyModel), 1)?.get("epochs");
    if (entry) this.#count("epochs", entry);
  }

  /** Weights that are set or held still after the model is made. */
  #changedByHand({ target }: Sequential): Note | undefined {
    const { text } = this.evaluator.names.script;
    const found = /([\w.$]+)(?:\.layers\[[^\]]*\]|\.getLayer\([^)]*\))?\.(setWeights\(|trainable\s*=\s*false)/.exec(
      text,
    );
    if (!found || found[1] !== target) return undefined;
    const range = { from: found.index, to: found.index + found[0].length };
    const [, , what = ""] = found;
    return what.startsWith("set")
      ? note(range, REASONS.start, "setWeights")
      : note(range, REASONS.option, "tf.sequential", "trainable = false");
  }

  /** The model's own call, or in a file with one model also that on a parameter of another function. */
  #callOf(model: Sequential, method: string, isOnlyModel: boolean): SyntaxNode | undefined {
    const { names } = this.evaluator;
    const [own] = callsOnModel(names, model, method);
    if (own || !isOnlyModel) return own;
    return names.calls.find(call => {
      const property = call.firstChild?.name === "MemberExpression" ? call.firstChild.getChild("PropertyName") : null;
      return property ? names.textOf(property) === method : false;
    });
  }

  #options(call: SyntaxNode | undefined, position: number): ReadonlyMap<string, Entry> | undefined {
    const list = call?.getChild("ArgList");
    if (!list) return undefined;
    const given: SyntaxNode[] = [];
    for (let child = list.firstChild; child; child = child.nextSibling)
      if (!/^[(),]$/.test(child.name)) given.push(child);
    const node = given[position];
    if (!node) return undefined;
    return node.name === "ObjectExpression" ? this.#entriesOf(node) : this.#evaluated(node);
  }

  /** The options one by one, so that one that cannot be told, such as a callback, does not hide the others. */
  #entriesOf(node: SyntaxNode): Map<string, Entry> {
    const { names } = this.evaluator;
    const entries = new Map<string, Entry>();
    for (const property of node.getChildren("Property")) {
      const [key, value] = [property.firstChild, property.lastChild];
      if (!key || !value) continue;
      const name = names.textOf(key).replace(/^["']|["']$/g, "");
      try {
        entries.set(name, { value: this.evaluator.evaluate(value), range: { from: property.from, to: property.to } });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (READ.has(name)) this.#notes.push(note(property, SETTING_NOTES.unclear, name));
      }
    }
    return entries;
  }

  #evaluated(node: SyntaxNode): ReadonlyMap<string, Entry> | undefined {
    try {
      const value = this.evaluator.evaluate(node);
      return value instanceof Entries ? value.entries : undefined;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#notes.push(note(node, SETTING_NOTES.unclear, this.evaluator.names.textOf(node).slice(0, 40)));
      return undefined;
    }
  }

  #read(entry: Entry | undefined, read: (entry: Entry) => void): void {
    if (entry && entry.value !== undefined) read(entry);
  }

  #set<K extends keyof TrainingSettings>(name: K, value: TrainingSettings[K], range: SourceRange): void {
    (this.#settings as Record<K, TrainingSettings[K]>)[name] = value;
    this.#ranges[name] = range;
  }

  #optimizer(entry: Entry): void {
    const found = scriptOptimizer(entry);
    if (!found) {
      this.#obstacle ??= note(entry.range, REASONS.optimizer, this.#textOf(entry));
      return;
    }
    this.#set("optimizer", found.optimizer, entry.range);
    this.#set("lr", found.lr, entry.range);
    this.#set("optimizerOptions", found.optimizerOptions, entry.range);
  }

  #loss(entry: Entry): void {
    const { value, range } = entry;
    const name = typeof value === "string" ? value : value instanceof Path ? value.name.split(".").at(-1)! : "";
    const expects = Object.hasOwn(LOSSES, name) ? LOSSES[name]! : undefined;
    const text = `\`${name === "" ? this.#textOf(entry) : name}\``;
    if (!expects) this.#obstacle ??= note(range, REASONS.loss, text);
    else if (expects === "probabilities" && !this.endsInSoftmax)
      this.#obstacle ??= note(range, REASONS.probabilities, text);
    else if (expects === "scores" && this.endsInSoftmax) this.#obstacle ??= note(range, REASONS.scores, text);
    else this.#set("loss", LOSS_NAMES[expects], range);
  }

  #count(name: "batchSize" | "epochs", { value, range }: Entry): void {
    if (this.#notes.some(({ reason }) => reason.values[0] === name)) return;
    const fault = typeof value === "number" ? whyOutOfRange(name, value) : "";
    if (fault === undefined) this.#set(name, value as number, range);
    else this.#notes.push(note(range, SETTING_NOTES.unclear, name));
  }

  /** Pixels divided by 255 go from 0 to 1, as `ToTensor()` alone makes them. */
  #pixelRange(): void {
    const { text } = this.evaluator.names.script;
    if (/\.sub\(/.test(text)) return; // shifted as well, by how much is not read
    const found = /\/\s*255(\.0*)?\b(?!\s*[-+*/])|\.div\(\s*(tf\.scalar\(\s*)?255(\.0*)?\s*\)/.exec(text);
    if (found) this.#set("normalize", { mean: 0, std: 1 }, { from: found.index, to: found.index + found[0].length });
  }

  #textOf({ range }: Entry): string {
    const text = this.evaluator.names.textOf(range).replace(/^\w+:\s*/, "");
    return text.length > 40 ? `${text.slice(0, 40)}…` : text;
  }
}

const READ = new Set(["optimizer", "loss", "batchSize", "epochs", "shuffle"]);
