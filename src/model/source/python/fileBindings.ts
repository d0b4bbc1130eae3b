import type { Expression, Statement } from "./syntax/syntax";

/** One place of a file that gives a name a value. */
export type Binding =
  | { readonly kind: "import"; readonly path: string }
  | { readonly kind: "definition"; readonly statement: Extract<Statement, { kind: "function" | "class" }> }
  /** `target = value`, where `target` holds the name. */
  | { readonly kind: "value"; readonly target: Expression; readonly value: Expression }
  /** A loop variable, `+=`, `with ... as`, or a change in place: the value depends on the order of execution. */
  | { readonly kind: "changing" };

/** The names that a block of code binds outside of its functions and classes. */
export interface FileBindings {
  readonly byName: ReadonlyMap<string, readonly Binding[]>;
  /** Modules whose every name is imported. */
  readonly stars: readonly string[];
}

const MUTATORS = new Set([
  "append",
  "extend",
  "insert",
  "pop",
  "remove",
  "clear",
  "update",
  "sort",
  "reverse",
  "setdefault",
]);

/** Finds what `statements` bind. */
export function findBindings(statements: readonly Statement[]): FileBindings {
  const byName = new Map<string, Binding[]>();
  const stars: string[] = [];
  const add = (name: string, binding: Binding) => {
    const bindings = byName.get(name);
    const last = bindings?.at(-1);
    if (binding.kind === "import" && last?.kind === "import" && last.path === binding.path) return;
    if (bindings) bindings.push(binding);
    else byName.set(name, [binding]);
  };
  const addTarget = (target: Expression, binding: Binding): void => {
    if (target.kind === "name") add(target.name, binding);
    else if (target.kind === "list" || target.kind === "tuple") target.items.forEach(item => addTarget(item, binding));
    else if (target.kind === "starred") addTarget(target.value, { kind: "changing" });
    else if (target.kind === "subscript") addTarget(target.object, { kind: "changing" });
  };
  const visit = (statement: Statement): void => {
    switch (statement.kind) {
      case "import":
        for (const { name, path } of statement.names) {
          if (name === "*") stars.push(path);
          else add(name, { kind: "import", path });
        }
        break;
      case "function":
      case "class":
        add(statement.name, { kind: "definition", statement });
        break;
      case "assign":
        for (const target of statement.value ? statement.targets : []) {
          addTarget(target, { kind: "value", target, value: statement.value! });
        }
        break;
      case "update":
        addTarget(statement.target, { kind: "changing" });
        break;
      case "expression":
        addMutation(statement.value, addTarget);
        break;
      case "if":
        for (const branch of statement.branches) branch.body.forEach(visit);
        break;
      case "for":
        addTarget(statement.target, { kind: "changing" });
        [...statement.body, ...statement.otherwise].forEach(visit);
        break;
      case "while":
        [...statement.body, ...statement.otherwise].forEach(visit);
        break;
      case "with":
        for (const { target } of statement.items) if (target) addTarget(target, { kind: "changing" });
        statement.body.forEach(visit);
        break;
      case "try":
        [statement.body, ...statement.handlers, statement.otherwise, statement.finally].flat().forEach(visit);
        break;
    }
  };
  statements.forEach(visit);
  return { byName, stars };
}

/** `NAME.append(...)` and the like change what the name stands for. */
function addMutation(value: Expression, addTarget: (target: Expression, binding: Binding) => void): void {
  if (value.kind !== "call" || value.callee.kind !== "attribute") return;
  if (MUTATORS.has(value.callee.name)) addTarget(value.callee.object, { kind: "changing" });
}
