import { DATASET_NAMES, type DatasetName, type Normalization } from "../../../trainingSettings";
import { asNumber } from "../interpreter/operators";
import type { Value } from "../values/values";
import { SETTING_NOTES } from "../../settingNotes";
import { unclear, type Found } from "./found";
import type { CallSite } from "./settingSites";
import type { SiteArguments } from "./siteArguments";

/** Whether `site` is `transforms.Normalize`. */
export const isNormalize = ({ path }: CallSite) => /^torchvision\.transforms\.(v2\.|\w+\.)?Normalize$/.test(path);

/** Whether `site` turns bytes into numbers between 0 and 1. */
export const isToTensor = ({ path }: CallSite) => /^torchvision\.transforms\.(\w+\.)?ToTensor$/.test(path);

/** Whether `site` loads a data set of torchvision. */
export const isDataset = ({ path }: CallSite) => /^torchvision\.datasets\.(\w+\.)?[A-Z]\w*$/.test(path);

/** `Normalize((mean,), (std,))` for one channel. */
export function readNormalize(site: CallSite, given: SiteArguments): Found<Normalization> {
  const [mean, std] = [oneNumber(given.value("mean")), oneNumber(given.value("std"))];
  const range = { from: site.call.from, to: site.call.to };
  return mean === undefined || std === undefined || !(std > 0)
    ? unclear(range, "normalize")
    : { range, value: { mean, std } };
}

/** `datasets.MNIST(...)` and its relatives; other data sets cannot be loaded. */
export function readDataset({ path, call }: CallSite): Found<DatasetName> {
  const name = path.slice(path.lastIndexOf(".") + 1);
  const range = { from: call.from, to: call.to };
  const known = DATASET_NAMES.find(dataset => dataset === name);
  return known
    ? { range, value: known }
    : { range, problem: { template: SETTING_NOTES.unknownDataset, values: [name] } };
}

/** A number, alone or in a list of one. */
function oneNumber(value: Value | undefined): number | undefined {
  if (value?.kind !== "list" && value?.kind !== "tuple") return value && asNumber(value);
  const [only, ...more] = value.items;
  return only && more.length === 0 ? asNumber(only) : undefined;
}
