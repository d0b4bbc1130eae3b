import type { FileBindings } from "../fileBindings";
import type { PythonFile } from "../pythonFile";
import type { Call, Expression, FunctionDefinition, Statement } from "../syntax/syntax";

/** A call of something from outside the file, such as `torch.optim.Adam`. */
export interface CallSite {
  readonly path: string;
  readonly call: Call;
  /** The functions it stands in, outermost first. */
  readonly inside: readonly FunctionDefinition[];
  /** The name, or key of a dictionary, that its result gets; empty when it gets none. */
  readonly label: string;
}

/** A `for` statement. */
export interface LoopSite {
  readonly statement: Extract<Statement, { kind: "for" }>;
  readonly inside: readonly FunctionDefinition[];
}

/** The places of a file that may say how it trains. */
export interface SettingSites {
  readonly calls: readonly CallSite[];
  readonly loops: readonly LoopSite[];
}

/** Finds them; nothing is run. */
export function findSettingSites({ outline, bindings, localBindings }: PythonFile): SettingSites {
  const labels = new Map<Expression, string>();
  for (const statement of outline.assignments) {
    if (statement.kind === "assign" && statement.value) noteLabels(statement.targets, statement.value, labels);
  }
  for (const { entries } of outline.dictionaries) noteKeys(entries, labels);
  const calls = outline.calls.flatMap(({ node, inside }): CallSite[] => {
    const path = pathOf(node.callee, [bindings, ...inside.map(localBindings)]);
    return path === undefined ? [] : [{ path, call: node, inside, label: labels.get(node) ?? "" }];
  });
  return { calls, loops: outline.loops.map(({ node, inside }) => ({ statement: node, inside })) };
}

/** The full name of `callee` when its first part is imported, by the innermost block that binds it. */
function pathOf(callee: Expression, blocks: readonly FileBindings[]): string | undefined {
  const names: string[] = [];
  let root = callee;
  for (; root.kind === "attribute"; root = root.object) names.unshift(root.name);
  if (root.kind !== "name") return undefined;
  const { name } = root;
  const bindings = blocks.findLast(({ byName }) => byName.has(name))?.byName.get(name);
  if (bindings) {
    const [first] = bindings;
    return first?.kind === "import" ? [first.path, ...names].join(".") : undefined;
  }
  const star = blocks[0]?.stars.find(path => path.startsWith("torch"));
  return star === undefined ? undefined : [star, name, ...names].join(".");
}

function noteLabels(targets: readonly Expression[], value: Expression, labels: Map<Expression, string>): void {
  for (const target of targets) {
    if (target.kind === "tuple" && value.kind === "tuple") {
      target.items.forEach((item, at) => value.items[at] && noteLabels([item], value.items[at], labels));
    } else if (target.kind === "name" || target.kind === "attribute") {
      labels.set(value, target.name);
    }
  }
}

function noteKeys(
  entries: readonly { readonly key?: Expression; readonly value: Expression }[],
  labels: Map<Expression, string>,
): void {
  for (const { key, value } of entries) if (key?.kind === "string") labels.set(value, key.value);
}
