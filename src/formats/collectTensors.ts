import * as l10n from "@vscode/l10n";
import { FormatError, quoted } from "./formatError";
import {
  Built,
  PickledDict,
  PickledFloat,
  PickledList,
  PickledObject,
  PickledSet,
  PickledTuple,
  UnknownGlobal,
  type PickleValue,
} from "./pickleValues";
import { TorchTensor } from "./torchValues";
import type { Scalar } from "./weightsIndex";

export interface Collected {
  readonly tensors: readonly { readonly path: readonly string[]; readonly tensor: TorchTensor }[];
  readonly scalars: ReadonlyMap<string, Scalar>;
  /** How many plain values there are beyond those listed. */
  readonly scalarsLeftOut: number;
}

/** A history of a million losses says little about the weights. */
const MAX_SCALARS = 10_000;
const MAX_VISITS = 1_000_000;
const MAX_DEPTH = 200;
const MAX_NAME_LENGTH = 4096;
/** One long key can be part of a million paths. */
const MAX_NAMES_BYTES = 64 * 1024 * 1024;
const MAX_TEXT_SHOWN = 4096;
const MAX_BYTES_SHOWN = 1024;
const MAX_ITEMS_SHOWN = 20;
/** The attributes of an `nn.Module` that hold what its state dict names; the others are hooks and settings. */
const MODULE_PARTS = ["_parameters", "_buffers", "_modules"];

/** Walks what a pickle holds and lists every tensor and every plain value by its path. */
export function collectTensors(root: PickleValue): Collected {
  const tensors: { path: readonly string[]; tensor: TorchTensor }[] = [];
  const scalars = new Map<string, Scalar>();
  let visits = 0;
  let scalarsLeftOut = 0;
  let namesBytes = 0;

  const visit = (value: PickleValue, path: readonly string[], nameLength: number, isArgument = false): void => {
    // Lists may contain themselves, or each other twice: the walk is bounded, not the graph.
    if (++visits > MAX_VISITS)
      throw new FormatError(l10n.t("The file holds more than a million values once written out."));
    if (path.length > MAX_DEPTH)
      throw new FormatError(l10n.t("The file nests its values more than {0} deep.", MAX_DEPTH));
    if (nameLength > MAX_NAME_LENGTH)
      throw new FormatError(l10n.t("The file has a name of more than 4096 characters."));
    const children = childrenOf(value);
    if (value instanceof TorchTensor || children.length === 0) namesBytes += nameLength + 8 * path.length;
    if (namesBytes > MAX_NAMES_BYTES)
      throw new FormatError(l10n.t("The names of the file take more than 64 MB once written out."));
    if (value instanceof TorchTensor) tensors.push({ path, tensor: value });
    else if (!isArgument && (children.length === 0 || value instanceof PickledObject)) {
      if (scalars.size < MAX_SCALARS) scalars.set(path.join("."), toScalar(value));
      else scalarsLeftOut++;
    }
    for (const [key, child, ofCall = isArgument] of children) {
      visit(child, [...path, key], nameLength + key.length + 1, ofCall);
    }
  };

  visit(root, [], 0);
  return { tensors, scalars, scalarsLeftOut };
}

/** What a call was to be made with is searched for tensors, but its numbers mean nothing to a person. */
type Child = readonly [key: string, value: PickleValue, isArgument?: boolean];

function childrenOf(value: PickleValue): readonly Child[] {
  if (value instanceof PickledDict) return entriesOf(value.entries);
  if (value instanceof PickledList || value instanceof PickledTuple) return itemsOf(value.items);
  if (!(value instanceof PickledObject)) return [];
  const parts = modulePartsOf(value);
  if (parts) return parts;
  const { state, args, items, entries } = value;
  const attributes = state instanceof PickledDict ? entriesOf(state.entries) : [];
  const given = [...argumentsOf(args), ...(state instanceof PickledTuple ? argumentsOf(state) : [])];
  return [...attributes, ...given, ...itemsOf(items), ...entriesOf(entries)];
}

/** Parameters, buffers and submodules under the names that `state_dict()` gives them. */
function modulePartsOf({ state }: PickledObject): Child[] | undefined {
  if (!(state instanceof PickledDict)) return undefined;
  const parts = MODULE_PARTS.map(name => state.entries.get(name));
  if (!parts.every(part => part instanceof PickledDict)) return undefined;
  return parts.flatMap(part => entriesOf(part.entries)).filter(([, value]) => value !== null);
}

function argumentsOf(args: PickleValue): Child[] {
  return args instanceof PickledTuple ? args.items.map((item, index) => [String(index), item, true]) : [];
}

function entriesOf(entries: ReadonlyMap<PickleValue, PickleValue>): Child[] {
  return Array.from(entries, ([key, value]) => [keyText(key), value]);
}

function itemsOf(items: readonly PickleValue[]): Child[] {
  return items.map((item, index) => [String(index), item]);
}

function keyText(key: PickleValue): string {
  if (typeof key === "string") return key;
  if (key instanceof PickledTuple) return `(${listText(key.items)})`;
  return shallowText(key);
}

/** The first few items, without what they contain. */
function listText(items: readonly PickleValue[]): string {
  const texts = items.slice(0, MAX_ITEMS_SHOWN).map(shallowText);
  return (items.length > texts.length ? [...texts, "..."] : texts).join(", ");
}

function shallowText(value: PickleValue): string {
  if (typeof value === "string") return quoted(value);
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return String(value);
  if (value instanceof PickledFloat) return String(value.value);
  if (value instanceof Built) return value.text;
  if (value instanceof PickledObject || value instanceof UnknownGlobal) return value.name;
  return "...";
}

function toScalar(value: PickleValue): Scalar {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof PickledFloat) return Number.isFinite(value.value) ? value.value : String(value.value);
  if (typeof value === "string") return value.length > MAX_TEXT_SHOWN ? `${value.slice(0, MAX_TEXT_SHOWN)}...` : value;
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Uint8Array) return { bytes_hex: hexOf(value.subarray(0, MAX_BYTES_SHOWN)) };
  if (value instanceof PickledDict) return { empty: "dict" };
  if (value instanceof PickledList) return { empty: "list" };
  if (value instanceof PickledTuple) return { empty: "tuple" };
  if (value instanceof PickledSet) return setScalar(value);
  if (value instanceof Built) return { python_object: value.kind, repr: value.text };
  return { python_object: value.name, repr: callText(value) };
}

/** The call that Python would make, with the beginning of its arguments. */
function callText(value: UnknownGlobal | PickledObject): string {
  if (value instanceof UnknownGlobal || !(value.args instanceof PickledTuple)) return value.name;
  return `${value.name}(${listText(value.args.items)})`;
}

function setScalar({ items }: PickledSet): Scalar {
  if (items.length === 0) return { empty: "set" };
  return { python_object: "set", repr: `{${listText(items)}}` };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
}
