import type { SourceRange } from "../../modelSpec";
import type { FileBindings } from "./fileBindings";
import type { ModelClass } from "./findModelClasses";
import type { PythonFile } from "./pythonFile";
import type { Expression } from "./syntax/syntax";

/** A statement outside of the classes that changes what a model means, such as `Net.forward = other`. */
export interface Patch {
  readonly name: string;
  readonly range: SourceRange;
}

const MEANINGFUL = /^torch\.(nn\b|[a-z_0-9]+$|Tensor\b)/;
const DTYPE = /^torch\.set_default_(dtype|tensor_type)$/;
const FLOAT32 = /float32|torch\.float$|FloatTensor/;

/** Finds the first statement that puts something else in place of a class's or PyTorch's own members. */
export function findPatch(file: PythonFile, classes: readonly ModelClass[]): Patch | undefined {
  return findReplaced(file, classes) ?? findOtherDtype(file);
}

function findReplaced({ outline, bindings }: PythonFile, classes: readonly ModelClass[]): Patch | undefined {
  const names = new Set(classes.map(({ definition }) => definition.name));
  for (const statement of outline.assignments) {
    const targets = statement.kind === "assign" ? statement.targets : [statement.target];
    for (const target of targets) {
      const name = target.kind === "attribute" ? fullName(target, bindings) : undefined;
      const isMeant = name !== undefined && (names.has(name.split(".")[0] ?? "") || MEANINGFUL.test(name));
      if (isMeant) return { name, range: target };
    }
  }
  return undefined;
}

/** `torch.set_default_dtype(torch.float64)` and the like. */
function findOtherDtype({ outline, bindings, text }: PythonFile): Patch | undefined {
  for (const { node } of outline.calls) {
    const [given] = node.arguments;
    const path = fullName(node.callee, bindings);
    if (path === undefined || !DTYPE.test(path) || !given) continue;
    if (!FLOAT32.test(text.slice(given.from, given.to))) return { name: path, range: node };
  }
  return undefined;
}

function fullName(node: Expression, bindings: FileBindings): string | undefined {
  if (node.kind === "attribute") {
    const object = fullName(node.object, bindings);
    return object === undefined ? undefined : `${object}.${node.name}`;
  }
  if (node.kind !== "name") return undefined;
  const [binding] = bindings.byName.get(node.name) ?? [];
  return binding?.kind === "import" ? binding.path : node.name;
}
