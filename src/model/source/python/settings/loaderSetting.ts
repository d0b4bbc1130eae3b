import { asNumber } from "../interpreter/operators";
import type { Expression } from "../syntax/syntax";
import { unclear, type Found } from "./found";
import type { CallSite } from "./settingSites";
import type { SiteArguments } from "./siteArguments";

/** What one `DataLoader(...)` says. */
export interface LoaderSetting {
  readonly use: "train" | "test" | undefined;
  readonly batchSize: Found<number>;
  readonly shuffle: Found<boolean>;
  readonly dropLast: Found<boolean>;
}

export const LOADER_PARAMETERS = [
  "dataset",
  "batch_size",
  "shuffle",
  "sampler",
  "batch_sampler",
  "num_workers",
  "collate_fn",
  "pin_memory",
  "drop_last",
];

/** Whether `site` makes a loader of batches. */
export function isLoader({ path }: CallSite): boolean {
  return /^torch\.utils\.data\.(\w+\.)?DataLoader$/.test(path);
}

/** Reads what a loader does; PyTorch's defaults are batches of one image in the order of the files. */
export function readLoader(site: CallSite, given: SiteArguments): LoaderSetting {
  const batchSize = given.number("batch_size") ?? 1;
  const hasSampler = given.names.some(name => name === "sampler" || name === "batch_sampler");
  return {
    use: useOf(site, given.expression("dataset")),
    batchSize: Number.isInteger(batchSize)
      ? { range: given.range("batch_size"), value: batchSize }
      : unclear(given.range("batch_size"), "batch_size"),
    shuffle: hasSampler ? unclear(given.range("sampler"), "shuffle") : truth(given, "shuffle"),
    dropLast: truth(given, "drop_last"),
  };
}

function truth(given: SiteArguments, name: string): Found<boolean> {
  const value = given.value(name);
  const range = given.range(name);
  if (!value || value.kind === "none") return { range, value: false };
  const number = asNumber(value);
  return number === undefined ? unclear(range, name) : { range, value: number !== 0 };
}

/** Training or test data, by the loader's name, else by its data set. */
function useOf({ label }: CallSite, dataset: Expression | undefined): LoaderSetting["use"] {
  return useOfName(label) ?? (dataset && useOfDataset(dataset));
}

function useOfDataset(node: Expression): LoaderSetting["use"] {
  if (node.kind === "name") return useOfName(node.name);
  if (node.kind === "attribute") return useOfName(node.name);
  if (node.kind === "subscript" && node.index.kind === "string") return useOfName(node.index.value);
  if (node.kind !== "call") return undefined;
  const flag = node.arguments.find(({ keyword }) => keyword === "train")?.value;
  return flag?.kind === "boolean" ? (flag.value ? "train" : "test") : undefined;
}

function useOfName(name: string): LoaderSetting["use"] {
  if (/test|val|eval/i.test(name)) return "test";
  return /train|trn/i.test(name) ? "train" : undefined;
}
