import { OPTIMIZERS, whyBadOption, type OptimizerName, type OptionValue } from "../../../optimizers";
import { snakeCase } from "../../../pythonText";
import type { TrainingSettings } from "../../../trainingSettings";
import { asNumber } from "../interpreter/operators";
import type { Expression } from "../syntax/syntax";
import type { Value } from "../values/values";
import { note, SETTING_NOTES, type Note } from "../../settingNotes";
import { unclear, type Found } from "./found";
import type { CallSite } from "./settingSites";
import type { SiteArguments } from "./siteArguments";
import { classOf } from "./trainedClass";

/** What one `torch.optim.X(...)` says. */
export interface OptimizerSetting {
  readonly optimizer: Found<OptimizerName>;
  readonly lr: Found<number>;
  readonly options: Found<TrainingSettings["optimizerOptions"]>;
  /** Why the optimizer cannot be trained with, when it cannot. */
  readonly obstacle?: Note;
}

/** Arguments that only make PyTorch faster, or that are read elsewhere. */
const HARMLESS = new Set(["params", "lr", "foreach", "fused", "capturable", "differentiable"]);

/** Whether `site` makes an optimizer. */
export function isOptimizer({ path }: CallSite): boolean {
  return /^torch\.optim\.(?!lr_scheduler|swa_utils)(\w+\.)?[A-Z]\w*$/.test(path);
}

/** The parameters of the optimizer's constructor. */
export function optimizerParameters(site: CallSite): readonly string[] {
  const name = optimizerName(site);
  return ["params", ...(name ? OPTIMIZERS[name].parameters : ["lr"])];
}

/** Reads an optimizer's name, learning rate and options. */
export function readOptimizer(site: CallSite, given: SiteArguments): OptimizerSetting {
  const name = optimizerName(site);
  if (!name) {
    const obstacle = note(site.call, SETTING_NOTES.unknownOptimizer, className(site));
    const problem = { range: obstacle.range, problem: obstacle.reason };
    return { optimizer: problem, lr: problem, options: problem, obstacle };
  }
  const lr = given.number("lr") ?? OPTIMIZERS[name].lr;
  const options = readOptions(name, given);
  const obstacle = "reason" in options ? options : (findOtherOption(name, given) ?? findPart(given));
  const range = { from: site.call.from, to: site.call.to };
  return {
    optimizer: { range, value: name },
    lr: Number.isNaN(lr) ? unclear(given.range("lr"), "lr") : { range: given.range("lr"), value: lr },
    options: "reason" in options ? { range, problem: options.reason } : { range, value: options },
    ...(obstacle && { obstacle }),
  };
}

function readOptions(name: OptimizerName, given: SiteArguments): TrainingSettings["optimizerOptions"] | Note {
  const options: Record<string, OptionValue> = {};
  for (const [key, byDefault] of Object.entries(OPTIMIZERS[name].options) as [string, OptionValue][]) {
    const option = snakeCase(key);
    const value = given.value(option);
    const read = value ? optionValue(value, byDefault) : byDefault;
    if (read === undefined) return note(given.range(option), SETTING_NOTES.unclear, option);
    const bad = whyBadOption(key, read);
    if (bad !== undefined) return note(given.range(option), SETTING_NOTES.invalid, option, bad);
    options[key] = read;
  }
  return options as unknown as TrainingSettings["optimizerOptions"];
}

/** An option that changes the meaning and is not in the table, such as `amsgrad=True`. */
function findOtherOption(name: OptimizerName, given: SiteArguments): Note | undefined {
  const known = new Set(Object.keys(OPTIMIZERS[name].options).map(snakeCase));
  const other = given.names.find(argument => {
    const value = given.value(argument);
    const isOff = value?.kind === "none" || (value?.kind === "bool" && !value.value);
    return !known.has(argument) && !HARMLESS.has(argument) && !isOff;
  });
  return other === undefined ? undefined : note(given.range(other), SETTING_NOTES.option, other);
}

/** Why the parameters that the optimizer gets are not all of a model's, with the same options. */
function findPart(given: SiteArguments): Note | undefined {
  const params = given.expression("params");
  if (!params) return undefined;
  const groups = params.kind === "list" || params.kind === "tuple" ? params.items : [];
  const hasOptions = groups.some(
    group =>
      group.kind === "dictionary" &&
      group.entries.some(({ key }) => !(key?.kind === "string" && key.value === "params")),
  );
  if (hasOptions) return note(params, SETTING_NOTES.ownOptions);
  return isOfPart(given, params) ? note(params, SETTING_NOTES.partOnly) : undefined;
}

/** Whether `params` is `model.fc.parameters()`, for a `model` that the file makes of one of its classes. */
function isOfPart({ file, site }: SiteArguments, params: Expression): boolean {
  if (params.kind !== "call" || params.callee.kind !== "attribute" || params.callee.name !== "parameters") return false;
  const { object } = params.callee;
  if (object.kind !== "attribute" || object.name === "module") return false;
  const made = classOf(file, site.inside, object.object);
  return made !== undefined && file.outline.classes.some(({ node }) => node.name === made);
}

function optimizerName(site: CallSite): OptimizerName | undefined {
  return (Object.keys(OPTIMIZERS) as OptimizerName[]).find(name => OPTIMIZERS[name].className === className(site));
}

const className = ({ path }: CallSite) => path.slice(path.lastIndexOf(".") + 1);

function optionValue(value: Value, like: OptionValue): OptionValue | undefined {
  if (typeof like === "boolean") return value.kind === "bool" ? value.value : undefined;
  if (typeof like === "number") return asNumber(value);
  if (value.kind !== "list" && value.kind !== "tuple") return undefined;
  const [first, second, ...more] = value.items.map(asNumber);
  return first !== undefined && second !== undefined && more.length === 0 ? [first, second] : undefined;
}
