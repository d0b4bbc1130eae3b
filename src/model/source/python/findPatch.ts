import type { SourceRange } from "../../modelSpec";
import type { ModelClass } from "./findModelClasses";
import type { PythonFile } from "./pythonFile";
import type { Expression } from "./syntax/syntax";
import { walk } from "./syntax/walk";

/** A statement outside of the classes that changes what a model means, such as `Net.forward = other`. */
export interface Patch {
  readonly name: string;
  readonly range: SourceRange;
}

const MEANINGFUL = /^torch\.(nn\b|[a-z_0-9]+$|Tensor\b)/;
const DTYPE = /^torch\.set_default_(dtype|tensor_type)$/;
const FLOAT32 = /float32|torch\.float$|FloatTensor/;

/** Finds the first statement that puts something else in place of a class's or PyTorch's own members. */
export function findPatch(
  { statements, bindings, text }: PythonFile,
  classes: readonly ModelClass[],
): Patch | undefined {
  const names = new Set(classes.map(({ definition }) => definition.name));
  let patch: Patch | undefined;
  const fullName = (node: Expression): string | undefined => {
    if (node.kind === "attribute") {
      const object = fullName(node.object);
      return object === undefined ? undefined : `${object}.${node.name}`;
    }
    if (node.kind !== "name") return undefined;
    const [binding] = bindings.byName.get(node.name) ?? [];
    return binding?.kind === "import" ? binding.path : node.name;
  };
  walk(statements, node => {
    if (patch) return;
    if (node.kind === "assign" || node.kind === "update") {
      const targets = node.kind === "assign" ? node.targets : [node.target];
      for (const target of targets) {
        const name = target.kind === "attribute" ? fullName(target) : undefined;
        if (name === undefined) continue;
        if (names.has(name.split(".")[0] ?? "") || MEANINGFUL.test(name)) patch ??= { name, range: target };
      }
    } else if (node.kind === "call") {
      const path = fullName(node.callee);
      const given = node.arguments[0];
      const isOther = given && !FLOAT32.test(text.slice(given.from, given.to));
      if (path !== undefined && DTYPE.test(path) && isOther) patch ??= { name: path, range: node };
    }
  });
  return patch;
}
