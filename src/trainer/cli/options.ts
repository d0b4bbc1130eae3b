import { parseArgs, type ParseArgsConfig } from "node:util";
import {
  DATASET_NAMES,
  OPTIMIZER_NAMES,
  whyOutOfRange,
  type RangedSetting,
  type TrainingSettings,
} from "../../model/trainingSettings";
import { ENGINE_KINDS, type RunSpec } from "../../protocol/trainer";

/** A command line that cannot be understood; its message is for the person who typed it. Exit code 2. */
export class UsageError extends Error {}

/** A model named on the command line: `FILE` or `FILE:Class`. */
export interface ModelArgument {
  readonly file: string;
  readonly className?: string;
}

/** What is asked of a run; settings hold only what was given. */
export interface RunArguments {
  readonly command: "train" | "evaluate" | "gradients";
  readonly model?: ModelArgument;
  readonly settings: Partial<TrainingSettings>;
  readonly dataset?: RunSpec["dataset"];
  readonly dataFolder?: string;
  readonly seed?: number;
  readonly engine: RunSpec["engine"];
  readonly save: string;
  readonly force: boolean;
  readonly weights?: string;
  /** With `evaluate`: images to compute the outputs of, instead of the test set. */
  readonly inputs?: string;
  readonly gradientNormsEvery?: number;
  readonly gradientBatches?: number | "all";
  readonly threads?: number;
  readonly json: boolean;
}

export type CommandLine =
  | RunArguments
  | { readonly command: "inspect"; readonly file: string; readonly stats: boolean; readonly json: boolean }
  | { readonly command: "compare"; readonly before: string; readonly after: string; readonly json: boolean }
  | { readonly command: "model"; readonly file: string; readonly json: boolean }
  | { readonly command: "engines"; readonly json: boolean }
  | { readonly command: "help" }
  | { readonly command: "version" };

const COMMON_OPTIONS = { json: { type: "boolean" } } as const;
const RUN_OPTIONS = {
  ...COMMON_OPTIONS,
  data: { type: "string" },
  dataset: { type: "string" },
  engine: { type: "string" },
  threads: { type: "string" },
  weights: { type: "string" },
  "batch-size": { type: "string" },
  seed: { type: "string" },
  limit: { type: "string" },
} as const;
const TRAIN_OPTIONS = {
  ...RUN_OPTIONS,
  epochs: { type: "string" },
  lr: { type: "string" },
  optimizer: { type: "string" },
  "max-steps": { type: "string" },
  save: { type: "string" },
  force: { type: "boolean" },
  "gradient-norms": { type: "string" },
} as const;

const EVALUATE_OPTIONS = { ...RUN_OPTIONS, inputs: { type: "string" } } as const;
/** What `--inputs` can be combined with: the rest is about data that is then not used. */
const WITH_INPUTS: readonly string[] = ["inputs", "weights", "json"];

/** Which options each command takes, and whether it wants a file. */
const COMMANDS: Readonly<Record<string, { readonly options: NonNullable<ParseArgsConfig["options"]> }>> = {
  train: { options: TRAIN_OPTIONS },
  evaluate: { options: EVALUATE_OPTIONS },
  gradients: { options: { ...RUN_OPTIONS, batches: { type: "string" } } },
  inspect: { options: { ...COMMON_OPTIONS, stats: { type: "boolean" } } },
  compare: { options: COMMON_OPTIONS },
  model: { options: COMMON_OPTIONS },
  engines: { options: COMMON_OPTIONS },
};

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** Reads `process.argv.slice(2)`; throws UsageError. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const [name, ...rest] = argv;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") return { command: "help" };
  if (name === "--version") return { command: "version" };
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new UsageError(`There is no command "${name}".`);
  if (rest.includes("--help") || rest.includes("-h")) return { command: "help" };
  const { values, positionals } = parseOptions(rest, command.options);
  if (name === "compare") return compareArguments(positionals, values);
  if (positionals.length > 1) throw new UsageError(`${name} takes one file, but ${positionals.length} are given.`);
  const file = positionals[0];
  const json = values["json"] === true;
  switch (name) {
    case "engines":
      if (file !== undefined) throw new UsageError("engines takes no file.");
      return { command: "engines", json };
    case "inspect":
    case "model":
      if (file === undefined) throw new UsageError(`${name} needs a file.`);
      return name === "model"
        ? { command: name, file, json }
        : { command: name, file, json, stats: values["stats"] === true };
    default:
      return runArguments(name as RunArguments["command"], file, values);
  }
}

function compareArguments([before, after, ...more]: readonly string[], values: Values): CommandLine {
  if (before === undefined || after === undefined || more.length > 0) throw new UsageError("compare needs two files.");
  return { command: "compare", before, after, json: values["json"] === true };
}

function parseOptions(args: string[], options: NonNullable<ParseArgsConfig["options"]>) {
  try {
    // "--lr -1" is a number that is out of range, not an option: join them so that the range check speaks
    const joined = args.flatMap((arg, index) => {
      const isValue = /^-(\d|\.\d|Infinity|NaN)/.test(arg) && (args[index - 1] ?? "").startsWith("--");
      const hasValue = arg.startsWith("--") && /^-(\d|\.\d|Infinity|NaN)/.test(args[index + 1] ?? "");
      return isValue ? [] : [hasValue ? `${arg}=${args[index + 1] ?? ""}` : arg];
    });
    return parseArgs({ args: joined, options, allowPositionals: true, strict: true }) as {
      values: Values;
      positionals: string[];
    };
  } catch (error) {
    throw new UsageError((error as Error).message.split(". ")[0]!.replace(/\.?$/, "."));
  }
}

function runArguments(command: RunArguments["command"], file: string | undefined, values: Values): RunArguments {
  const text = (name: string) => {
    const value = values[name];
    if (value === "") throw new UsageError(`--${name} needs a value.`);
    return typeof value === "string" ? value : undefined;
  };
  const choice = <T extends string>(name: string, choices: readonly T[]): T | undefined => {
    const value = text(name);
    const found = choices.find(known => known.toLowerCase() === value?.toLowerCase());
    if (value !== undefined && !found)
      throw new UsageError(`--${name} must be ${choices.join(", ")}, but is ${value}.`);
    return found;
  };
  const number = (option: string, setting: RangedSetting) => {
    const value = text(option);
    if (value === undefined) return undefined;
    const fault = whyOutOfRange(setting, parseNumber(value));
    if (fault) throw new UsageError(`--${option} ${fault.replace(/but is .*/, `but is ${value}`)}.`);
    return Number(value);
  };
  if (command === "evaluate" && text("weights") === undefined) {
    throw new UsageError("evaluate needs --weights FILE, the state dict to evaluate.");
  }
  const idle = Object.keys(values).find(name => !WITH_INPUTS.includes(name));
  if (text("inputs") !== undefined && idle !== undefined) {
    throw new UsageError(`--${idle} means nothing with --inputs.`);
  }
  const settings = {
    epochs: number("epochs", "epochs"),
    batchSize: number("batch-size", "batchSize"),
    lr: number("lr", "lr"),
    optimizer: choice("optimizer", OPTIMIZER_NAMES),
    limit: number("limit", "limit"),
    maxSteps: number("max-steps", "maxSteps"),
  };
  return {
    command,
    ...defined({
      model: file === undefined ? undefined : modelArgument(file),
      dataset: choice("dataset", DATASET_NAMES),
      dataFolder: text("data"),
      seed: seedOf(text("seed")),
      weights: text("weights"),
      inputs: text("inputs"),
      gradientNormsEvery: everyOf(text("gradient-norms")),
      gradientBatches: batchesOf(text("batches")),
      threads: threadsOf(text("threads")),
    }),
    settings: defined(settings),
    engine: choice("engine", ["auto", ...ENGINE_KINDS] as const) ?? "auto",
    save: text("save") ?? "mnist_model.pth",
    force: values["force"] === true,
    json: values["json"] === true,
  };
}

/** `FILE:Class`; a colon of a drive letter is not one of these. */
function modelArgument(argument: string): ModelArgument {
  const match = /^(.{2,}):([A-Za-z_]\w*)$/.exec(argument);
  return match ? { file: match[1]!, className: match[2]! } : { file: argument };
}

function parseNumber(text: string): number {
  return text.trim() === "" ? NaN : Number(text);
}

function seedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seed = parseNumber(text);
  if (!Number.isSafeInteger(seed)) throw new UsageError(`--seed must be a whole number, but is ${text}.`);
  return seed;
}

function threadsOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : countOf("--threads must be a whole number from 1", text);
}

function batchesOf(text: string | undefined): number | "all" | undefined {
  if (text === undefined || text === "all") return text;
  return countOf("--batches must be all or a whole number from 1", text);
}

function countOf(rule: string, text: string): number {
  const count = parseNumber(text);
  if (!(Number.isSafeInteger(count) && count >= 1)) throw new UsageError(`${rule}, but is ${text}.`);
  return count;
}

function everyOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(/^every:(\d+)$/.exec(text)?.[1]);
  if (!(count >= 1)) throw new UsageError(`--gradient-norms must be every:N with N from 1, but is ${text}.`);
  return count;
}

/** The object without the properties that are undefined. */
function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
