import type { FileBindings } from "./fileBindings";
import type { Outline } from "./syntax/outline";
import type { ClassDefinition, Expression, FunctionDefinition } from "./syntax/syntax";

/** A class of the file that is, or is meant to be, an `nn.Module`. */
export interface ModelClass {
  readonly definition: ClassDefinition;
  /** The functions it stands in, outermost first. */
  readonly inside: readonly FunctionDefinition[];
}

const BASES = new Set([
  "torch.nn.Module",
  "torch.nn.modules.Module",
  "torch.nn.modules.module.Module",
  "torch.nn.Sequential",
]);
/** How people write the base when the import is missing or still to be typed. */
const USUAL = new Set(["nn.Module", "torch.nn.Module", "nn.Sequential"]);

/** The classes that derive from `nn.Module` by any import or through other classes of the file, in the order of the text. */
export function findModelClasses({ classes }: Outline, bindings: FileBindings): ModelClass[] {
  const byName = new Map(classes.map(({ node }) => [node.name, node]));
  return classes
    .filter(({ node }) => isModule(node, byName, bindings, new Set()))
    .map(({ node, inside }) => ({ definition: node, inside }));
}

function isModule(
  definition: ClassDefinition,
  byName: ReadonlyMap<string, ClassDefinition>,
  bindings: FileBindings,
  seen: Set<ClassDefinition>,
): boolean {
  if (seen.has(definition)) return false;
  seen.add(definition);
  return definition.bases.some(({ value, keyword }) => {
    if (keyword !== undefined) return false;
    const text = dottedText(value);
    if (text === undefined) return false;
    const parent = byName.get(text);
    if (parent && parent !== definition) return isModule(parent, byName, bindings, seen);
    return basePaths(text, bindings).some(path => BASES.has(path));
  });
}

/** The full names that `text` may stand for. */
function basePaths(text: string, { byName, stars }: FileBindings): string[] {
  const [root = "", ...rest] = text.split(".");
  const bound = byName.get(root);
  if (bound) return bound.flatMap(binding => (binding.kind === "import" ? [[binding.path, ...rest].join(".")] : []));
  if (USUAL.has(text)) return ["torch.nn.Module"];
  return stars.map(star => `${star}.${text}`);
}

function dottedText(node: Expression): string | undefined {
  if (node.kind === "name") return node.name;
  if (node.kind !== "attribute") return undefined;
  const object = dottedText(node.object);
  return object === undefined ? undefined : `${object}.${node.name}`;
}
