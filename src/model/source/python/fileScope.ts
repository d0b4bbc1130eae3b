import { BUILTINS } from "./builtins/builtins";
import type { Binding, FileBindings } from "./fileBindings";
import { assignTo } from "./interpreter/assign";
import { defineClass } from "./interpreter/classes";
import { areEqual } from "./interpreter/compareValues";
import { defineFunction } from "./interpreter/functions";
import type { Interpreter } from "./interpreter/interpreter";
import { REASONS } from "./reasons";
import { Refused } from "../refusal";
import { findTensorFunction } from "./torch/tensorFunctions";
import { LocalScope, type Scope } from "./values/scope";
import { unknown, type Value } from "./values/values";

const NOTHING = { from: 0, to: 0 };
const STAR_HOMES = [
  ["torch.nn.functional", "functional"],
  ["torch", "torch"],
] as const;

/**
 * The names of a file, or of a function that is not run but looked into. Each is evaluated when it is first asked for;
 * a name with several different values is unknown, since nothing here runs the file from top to bottom.
 */
export class FileScope implements Scope {
  readonly #values = new Map<string, Value>();
  readonly #later = new Map<string, () => Value>();
  readonly #inProgress = new Set<string>();
  #interpreter: Interpreter | undefined;

  constructor(
    readonly bindings: FileBindings,
    readonly outer?: Scope,
  ) {}

  /** Sets who evaluates; must be called once, before the first `find`. */
  connect(interpreter: Interpreter): void {
    this.#interpreter = interpreter;
  }

  find(name: string): Value | undefined {
    const known = this.#values.get(name);
    if (known) return known;
    const later = this.#later.get(name);
    const bindings = this.bindings.byName.get(name);
    if (!bindings && !later)
      return this.outer ? this.outer.find(name) : (BUILTINS.get(name) ?? this.#findInStars(name));
    if (this.#inProgress.has(name)) return unknown(REASONS.circular, name);
    this.#inProgress.add(name);
    const value = later ? later() : this.#evaluateAll(name, bindings!);
    this.#inProgress.delete(name);
    this.#values.set(name, value);
    return value;
  }

  /** Gives `name` the value that `compute` gives when it is asked for. */
  define(name: string, compute: () => Value): void {
    this.#later.set(name, compute);
  }

  assign(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  delete(name: string): void {
    this.#values.delete(name);
  }

  #findInStars(name: string): Value | undefined {
    const { stars } = this.bindings;
    if (stars.includes("torch.nn") && /^[A-Z]/.test(name)) return { kind: "external", path: `torch.nn.${name}` };
    if (stars.includes("torch") && name === "nn") return { kind: "external", path: "torch.nn" };
    for (const [star, home] of STAR_HOMES) {
      if (stars.includes(star) && findTensorFunction(name, home)) return { kind: "external", path: `${star}.${name}` };
    }
    if (stars.includes("math")) return { kind: "external", path: `math.${name}` };
    const [other] = stars;
    return other === undefined ? undefined : unknown(REASONS.starImport, name, other);
  }

  #evaluateAll(name: string, bindings: readonly Binding[]): Value {
    if (bindings.some(({ kind }) => kind === "changing")) return unknown(REASONS.changingName, name);
    const definitions = bindings.filter(({ kind }) => kind === "definition");
    // The last definition of a class or function is the one in force, unless something else shares its name.
    if (definitions.length === bindings.length) return this.#evaluate(name, bindings.at(-1)!);
    const [first, ...others] = bindings.map(binding => this.#evaluate(name, binding));
    const areAlike = others.every(other => isAlike(first!, other));
    return areAlike ? first! : unknown(REASONS.severalValues, name);
  }

  #evaluate(name: string, binding: Binding): Value {
    const interpreter = this.#interpreter!;
    try {
      switch (binding.kind) {
        case "import":
          return { kind: "external", path: binding.path };
        case "definition": {
          const { statement } = binding;
          if (statement.kind === "class") return defineClass(interpreter, statement, this);
          return statement.decorators.length > 0
            ? unknown(REASONS.decorator)
            : defineFunction(interpreter, statement, this);
        }
        case "value": {
          const scope = new LocalScope(this);
          const value = interpreter.evaluate(binding.value, scope);
          if (binding.target.kind === "name") return value;
          assignTo(interpreter, binding.target, value, scope);
          return scope.variables.get(name) ?? unknown(REASONS.changingName, name);
        }
        case "changing":
          return unknown(REASONS.changingName, name);
      }
    } catch (error) {
      if (error instanceof Refused) return { kind: "unknown", reason: error.reason };
      throw error;
    }
  }
}

function isAlike(a: Value, b: Value): boolean {
  if (a.kind === "external" || b.kind === "external") {
    return a.kind === "external" && b.kind === "external" && a.path === b.path;
  }
  try {
    return a.kind === b.kind && a.kind !== "unknown" && areEqual(a, b, NOTHING);
  } catch {
    return false;
  }
}
