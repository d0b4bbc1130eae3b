import type { Shape } from "./modelSpec";

/** A tensor as a state dict names it. */
export interface NamedShape {
  readonly name: string;
  readonly shape: Shape;
}

/** How the tensors of a file compare with those a class wants; every list in the order in which PyTorch names them. */
export interface Comparison {
  /** Wanted and not in the file. */
  readonly missing: readonly string[];
  /** In the file and not wanted. */
  readonly unexpected: readonly string[];
  /** In both, of two shapes. */
  readonly mismatched: readonly { readonly name: string; readonly inFile: Shape; readonly inModel: Shape }[];
  /** How many agree in name and shape. */
  readonly matchingCount: number;
}

/** What the names of a file begin with and the names of the class do not, or, when `added`, the other way round. */
export interface Renaming {
  readonly prefix: string;
  readonly change: "removed" | "added";
}

/** The result of `checkFit`. */
export interface Fit {
  /** With the names as they are, as `load_state_dict(strict=True)` compares. */
  readonly asIs: Comparison;
  /** The change of names with which more tensors agree, and the comparison after it; absent when no change helps. */
  readonly renamed?: { readonly renaming: Renaming; readonly comparison: Comparison };
}

/** What wrappers write before every name: `DataParallel`, trainers that keep the network as `model`, `torch.compile`. */
const WRAPPER_PREFIXES = ["module.", "model.", "_orig_mod."];
const MAX_WRAPPERS = 3;

/**
 * Compares the state dict that a class has (`stateEntries`) with the tensors of a weights file, and finds out whether
 * their names differ by a prefix only. Sources: `torch.nn.Module._load_from_state_dict`.
 */
export function checkFit(wanted: readonly NamedShape[], inFile: readonly NamedShape[]): Fit {
  const asIs = compare(wanted, inFile);
  if (isFitting(asIs)) return { asIs };
  const attempts = possibleRenamings(wanted, inFile).flatMap(renaming => {
    const renamed = rename(inFile, renaming);
    const isOneToOne = new Set(renamed.map(({ name }) => name)).size === inFile.length;
    return isOneToOne ? [{ renaming, comparison: compare(wanted, renamed) }] : [];
  });
  const best = attempts.reduce<(typeof attempts)[number] | undefined>(
    (found, attempt) =>
      sharedNames(attempt) > (found ? sharedNames(found) : sharedNames({ comparison: asIs })) ? attempt : found,
    undefined,
  );
  return { asIs, ...(best && { renamed: best }) };
}

/** Whether `load_state_dict(strict=True)` would load the file. */
export function isFitting({ missing, unexpected, mismatched }: Comparison): boolean {
  return missing.length + unexpected.length + mismatched.length === 0;
}

/** The change of names after which `load_state_dict(strict=True)` would load the file; undefined when none helps. */
export function findFittingNames(
  wanted: readonly NamedShape[],
  inFile: readonly NamedShape[],
): { readonly renaming?: Renaming } | undefined {
  const { asIs, renamed } = checkFit(wanted, inFile);
  if (isFitting(asIs)) return {};
  return renamed && isFitting(renamed.comparison) ? { renaming: renamed.renaming } : undefined;
}

/** The name of a tensor of the file after `renaming`; those without the prefix keep theirs. */
export function renameTensor(name: string, { prefix, change }: Renaming): string {
  if (change === "added") return prefix + name;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function rename(tensors: readonly NamedShape[], renaming: Renaming): NamedShape[] {
  return tensors.map(({ name, shape }) => ({ name: renameTensor(name, renaming), shape }));
}

const sharedNames = ({ comparison }: { readonly comparison: Comparison }) =>
  comparison.matchingCount + comparison.mismatched.length;

function compare(wanted: readonly NamedShape[], inFile: readonly NamedShape[]): Comparison {
  const found = new Map(inFile.map(({ name, shape }) => [name, shape]));
  const known = new Set(wanted.map(({ name }) => name));
  const missing = wanted.filter(({ name }) => !found.has(name) && !isFilledIn(name)).map(({ name }) => name);
  const mismatched = wanted.flatMap(({ name, shape: inModel }) => {
    const shape = found.get(name);
    return shape && !isTaken(shape, inModel) ? [{ name, inFile: shape, inModel }] : [];
  });
  const unexpected = [...found.keys()].filter(name => !known.has(name));
  const placeOf = modulePlaces(wanted);
  const placed = unexpected.map(name => ({ name, place: placeOf(name) })).sort((a, b) => a.place - b.place);
  const matchingCount = wanted.filter(({ name }) => found.has(name)).length - mismatched.length;
  return { missing, unexpected: placed.map(({ name }) => name), mismatched, matchingCount };
}

/** BatchNorm counts from zero when a file of an older version, or one without versions, lacks its counter. */
const isFilledIn = (name: string) => name === "num_batches_tracked" || name.endsWith(".num_batches_tracked");

/** A list of one or more goes where a single number is wanted, as in files of PyTorch 0.3. */
function isTaken(shape: Shape, wanted: Shape): boolean {
  if (wanted.length === 0 && shape.length === 1) return shape[0]! > 0;
  return shape.length === wanted.length && shape.every((size, index) => size === wanted[index]);
}

/** Where PyTorch, going through the modules from the outermost in, finds that a name is none of the class's. */
function modulePlaces(wanted: readonly NamedShape[]): (name: string) => number {
  const places = new Map([["", 0]]);
  for (const { name } of wanted) {
    for (const path of modulePaths(name)) if (!places.has(path)) places.set(path, places.size);
  }
  return name => {
    let place = 0;
    for (const path of modulePaths(name)) {
      const deeper = places.get(path);
      if (deeper === undefined) break;
      place = deeper;
    }
    return place;
  };
}

/** The modules that a tensor lies in, the outermost first: `net.`, `net.0.` of `net.0.weight`. */
function modulePaths(name: string): string[] {
  const paths: string[] = [];
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) paths.push(name.slice(0, dot + 1));
  return paths;
}

function possibleRenamings(wanted: readonly NamedShape[], inFile: readonly NamedShape[]): Renaming[] {
  const removable = wrappersOf(inFile).map((prefix): Renaming => ({ prefix, change: "removed" }));
  const outermost = new Set(wanted.flatMap(({ name }) => modulePaths(name).slice(0, 1)));
  const addable = [...wrappersOf(wanted), ...(outermost.size === 1 ? outermost : [])];
  return [...removable, ...addable.map((prefix): Renaming => ({ prefix, change: "added" }))];
}

function wrappersOf(tensors: readonly NamedShape[]): string[] {
  const found = new Set<string>();
  for (const { name } of tensors) {
    let prefix = "";
    for (let count = 0; count < MAX_WRAPPERS; count++) {
      const next = WRAPPER_PREFIXES.find(wrapper => name.startsWith(wrapper, prefix.length));
      if (next === undefined) break;
      found.add((prefix += next));
    }
  }
  return [...found];
}
