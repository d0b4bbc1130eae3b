import type { LossName } from "../../../trainingSettings";
import { note, SETTING_NOTES, type Note } from "../../settingNotes";
import type { Found } from "./found";
import type { CallSite } from "./settingSites";
import type { SiteArguments } from "./siteArguments";

const MODULES: Readonly<Record<string, LossName>> = {
  CrossEntropyLoss: "cross_entropy",
  NLLLoss: "nll",
  MSELoss: "mse",
};
const FUNCTIONS: Readonly<Record<string, LossName>> = {
  cross_entropy: "cross_entropy",
  nll_loss: "nll",
  mse_loss: "mse",
};
const OPTIONS = ["weight", "size_average", "ignore_index", "reduce", "reduction", "label_smoothing"];
const MEAN_ONLY = ["weight", "size_average", "reduce"];

/** What one loss of a file says. */
export interface LossSetting {
  readonly loss: Found<LossName>;
  /** Whether it sums instead of averaging, as evaluation loops do. */
  readonly isSum: boolean;
  readonly obstacle?: Note;
}

/** Whether `site` is a loss, as a module or a function. */
export function isLoss({ path }: CallSite): boolean {
  return (
    /^torch\.nn\.(modules\.loss\.)?\w+Loss$/.test(path) ||
    /^torch\.nn\.functional\.(\w+_loss|\w*cross_entropy\w*)$/.test(path)
  );
}

/** The parameters of the loss. */
export function lossParameters({ path }: CallSite): readonly string[] {
  if (/mse/i.test(path))
    return path.includes("functional")
      ? ["input", "target", "size_average", "reduce", "reduction"]
      : ["size_average", "reduce", "reduction"];
  return path.includes("functional") ? ["input", "target", ...OPTIONS] : OPTIONS;
}

/** Reads which loss it is. */
export function readLoss(site: CallSite, given: SiteArguments): LossSetting {
  const name = site.path.slice(site.path.lastIndexOf(".") + 1);
  const loss = MODULES[name] ?? (name === "nll_loss" && isOfLogSoftmax(given) ? "cross_entropy" : FUNCTIONS[name]);
  if (!loss) {
    const obstacle = note(site.call, SETTING_NOTES.unknownLoss, name);
    return { loss: { range: obstacle.range, problem: obstacle.reason }, isSum: false, obstacle };
  }
  const reduction = given.value("reduction");
  const averages = given.value("size_average");
  const isSum =
    (reduction?.kind === "str" && reduction.value === "sum") || (averages?.kind === "bool" && !averages.value);
  const obstacle =
    findOption(given) ??
    (reduction && !(reduction.kind === "str" && reduction.value === "mean")
      ? note(given.range("reduction"), SETTING_NOTES.reduction)
      : undefined);
  return {
    loss: { range: { from: site.call.from, to: site.call.to }, value: loss },
    isSum,
    ...(obstacle && { obstacle }),
  };
}

/** `F.nll_loss(F.log_softmax(output, 1), target)` is the cross entropy of `output`. */
function isOfLogSoftmax(given: SiteArguments): boolean {
  const input = given.expression("input");
  if (input?.kind !== "call") return false;
  const { callee } = input;
  return (callee.kind === "attribute" || callee.kind === "name") && callee.name === "log_softmax";
}

function findOption(given: SiteArguments): Note | undefined {
  const changing = [...MEAN_ONLY, "ignore_index", "label_smoothing"].find(option => {
    const value = given.value(option);
    if (!value || value.kind === "none" || (value.kind === "bool" && value.value)) return false;
    return !((value.kind === "float" || value.kind === "int") && (value.value === 0 || value.value === -100));
  });
  return changing === undefined ? undefined : note(given.range(changing), SETTING_NOTES.lossWeight, changing);
}
