import type { Clipping, Schedule } from "../../../trainingSettings";
import type { PythonFile } from "../pythonFile";
import { note, SETTING_NOTES, type Note } from "../../settingNotes";
import { unclear, type Found } from "./found";
import type { CallSite } from "./settingSites";
import type { SiteArguments } from "./siteArguments";

/** A value and why it cannot be trained with, when it cannot. */
export interface WithObstacle<T> {
  readonly found: Found<T>;
  readonly obstacle?: Note;
}

/** The parameters of the schedules that are read, after the optimizer. */
const SCHEDULES: Readonly<Record<string, readonly string[]>> = {
  StepLR: ["step_size", "gamma"],
  ExponentialLR: ["gamma"],
  CosineAnnealingLR: ["T_max", "eta_min"],
};

/** Whether `site` makes a schedule of the learning rate. */
export const isSchedule = ({ path }: CallSite) => /^torch\.optim\.lr_scheduler\.[A-Z]\w*$/.test(path);

/** Whether `site` clips gradients. */
export const isClipping = ({ path }: CallSite) => /^torch\.nn\.utils\.(\w+\.)?clip_grad_(norm|value)_?$/.test(path);

export const scheduleParameters = (site: CallSite) => ["optimizer", ...(SCHEDULES[lastPart(site)] ?? [])];
export const clippingParameters = (site: CallSite) =>
  isByValue(site) ? ["parameters", "clip_value"] : ["parameters", "max_norm", "norm_type"];

/** Reads a schedule that changes the learning rate once per epoch. */
export function readSchedule(site: CallSite, given: SiteArguments): WithObstacle<Schedule> {
  const name = lastPart(site);
  const range = { from: site.call.from, to: site.call.to };
  const schedule = scheduleOf(name, given);
  if (!schedule) {
    const obstacle = note(range, SETTING_NOTES.unknownSchedule, name);
    return { found: { range, problem: obstacle.reason }, obstacle };
  }
  const isKnown = Object.values(schedule).every(value => typeof value !== "number" || Number.isFinite(value));
  if (isKnown) return { found: { range, value: schedule } };
  return { found: unclear(range, name), obstacle: note(range, SETTING_NOTES.unclear, name) };
}

/** `for group in optimizer.param_groups: group["lr"] = ...`: a schedule of a person's own. */
export function ratesChangedByHand({ outline, text }: PythonFile): WithObstacle<Schedule>[] {
  if (!text.includes("param_groups")) return [];
  return outline.assignments.flatMap((statement): WithObstacle<Schedule>[] => {
    const targets = statement.kind === "assign" ? statement.targets : [statement.target];
    const target = targets.find(({ kind }) => kind === "subscript");
    if (target?.kind !== "subscript" || target.index.kind !== "string" || target.index.value !== "lr") return [];
    const obstacle = note(statement, SETTING_NOTES.rateChanged);
    return [{ found: { range: obstacle.range, problem: obstacle.reason }, obstacle }];
  });
}

/** Reads how gradients are clipped. */
export function readClipping(site: CallSite, given: SiteArguments): WithObstacle<Clipping> {
  const range = { from: site.call.from, to: site.call.to };
  const limit = given.number(isByValue(site) ? "clip_value" : "max_norm") ?? NaN;
  if (!(limit >= 0)) {
    const obstacle = note(range, SETTING_NOTES.unclear, lastPart(site));
    return { found: { range, problem: obstacle.reason }, obstacle };
  }
  if (isByValue(site)) return { found: { range, value: { kind: "value", clipValue: limit } } };
  const isUsual = (given.number("norm_type") ?? 2) === 2;
  return {
    found: { range, value: { kind: "norm", maxNorm: limit } },
    ...(!isUsual && { obstacle: note(given.range("norm_type"), SETTING_NOTES.clipNorm) }),
  };
}

function scheduleOf(name: string, given: SiteArguments): Schedule | undefined {
  const number = (parameter: string, otherwise = NaN) => given.number(parameter) ?? otherwise;
  switch (name) {
    case "StepLR":
      return { kind: "step", stepSize: number("step_size"), gamma: number("gamma", 0.1) };
    case "ExponentialLR":
      return { kind: "exponential", gamma: number("gamma") };
    case "CosineAnnealingLR":
      return { kind: "cosine", tMax: number("T_max"), etaMin: number("eta_min", 0) };
    default:
      return undefined;
  }
}

const lastPart = ({ path }: CallSite) => path.slice(path.lastIndexOf(".") + 1);
const isByValue = (site: CallSite) => lastPart(site).startsWith("clip_grad_value");
