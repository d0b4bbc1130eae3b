import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { ClassDefinition, FunctionDefinition, Statement } from "../syntax/syntax";
import type { Passed } from "../values/nativeCall";
import { moduleConstructor } from "../torch/moduleConstructor";
import { LocalScope, type Scope } from "../values/scope";
import { unknown, type ClassValue, type ExternalValue, type Value } from "../values/values";
import { defineFunction } from "./functions";
import type { Interpreter } from "./interpreter";
import { methodOrder } from "./methodOrder";

const ROOTS = new Set(["object", "abc.ABC", "typing.Generic", "typing.Protocol"]);
/** Methods that change what creating an object or using an attribute means. */
const MAGIC = new Set([
  "__new__",
  "__getattr__",
  "__getattribute__",
  "__setattr__",
  "__delattr__",
  "__init_subclass__",
]);
const MODULE = "torch.nn.Module";
const SEQUENTIAL = "torch.nn.Sequential";

/** The class that a `class` statement makes. */
export function defineClass(interpreter: Interpreter, definition: ClassDefinition, scope: Scope): ClassValue {
  const bases = definition.bases
    .filter(base => base.keyword === undefined)
    .map(base => ({ base, value: interpreter.evaluate(base.value, scope) }));
  const parents = bases.map(({ base, value }): ClassValue | ExternalValue => {
    if (value.kind === "class" || value.kind === "external") return value;
    if (value.kind === "unknown") return interpreter.refuseUnknown(value.reason, base);
    return refuse(base, REASONS.construct, "this base class");
  });
  const namespace = new Map<string, Value>();
  const order: (ClassValue | ExternalValue)[] = [];
  const result: ClassValue = { kind: "class", name: definition.name, definition, order, namespace };
  const inherited = methodOrder(parents) ?? refuse(definition.heading, REASONS.construct, "this order of base classes");
  order.push(result, ...inherited);
  fillNamespace(interpreter, result, new LocalScope(scope, namespace));
  const magic = definition.body.find(part => part.kind === "function" && MAGIC.has(part.name));
  if (magic) refuse(magic, REASONS.construct, `\`${(magic as FunctionDefinition).name}\``);
  const keyword = definition.bases.find(base => base.keyword !== undefined);
  if (keyword) refuse(keyword, REASONS.construct, `\`${keyword.keyword ?? ""}\` of a class`);
  return result;
}

function fillNamespace(interpreter: Interpreter, owner: ClassValue, scope: LocalScope): void {
  for (const statement of owner.definition.body) {
    if (statement.kind === "function") {
      owner.namespace.set(statement.name, defineMethod(interpreter, owner, statement, scope));
    } else {
      interpreter.execute([statement], scope);
    }
  }
}

function defineMethod(
  interpreter: Interpreter,
  owner: ClassValue,
  definition: Extract<Statement, { kind: "function" }>,
  scope: LocalScope,
): Value {
  const [decorator, ...more] = definition.decorators;
  const name = decorator?.kind === "name" ? decorator.name : undefined;
  if (!decorator) return defineFunction(interpreter, definition, scope, scope.outer, owner);
  if (more.length > 0 || (name !== "staticmethod" && name !== "property" && name !== "classmethod")) {
    return unknown(REASONS.decorator);
  }
  return { ...defineFunction(interpreter, definition, scope, scope.outer, owner), decorator: name };
}

/** Looks `name` up in the classes of `order`, from the one behind `after` on. */
export function findInClass(owner: ClassValue, name: string, after?: ClassValue): Value | undefined {
  const begin = after ? owner.order.indexOf(after) + 1 : 0;
  for (const parent of owner.order.slice(begin)) {
    const value = parent.kind === "class" ? parent.namespace.get(name) : undefined;
    if (value) return value;
  }
  return undefined;
}

/** What a class is, by the classes outside the file that it derives from. */
export function classFamily(value: ClassValue): "module" | "sequential" | "object" | "foreign" {
  const paths = value.order.flatMap(parent => (parent.kind === "external" ? [parent.path] : []));
  if (paths.some(path => path !== MODULE && path !== SEQUENTIAL && !ROOTS.has(path))) return "foreign";
  if (paths.includes(SEQUENTIAL)) return "sequential";
  return paths.includes(MODULE) ? "module" : "object";
}

/** Makes an instance of a class of the file and runs its constructor. */
export function instantiate(
  interpreter: Interpreter,
  owner: ClassValue,
  passed: readonly Passed[],
  range: SourceRange,
): Value {
  const family = classFamily(owner);
  if (family === "foreign") {
    const base = owner.order.find(
      parent => parent.kind === "external" && !ROOTS.has(parent.path) && parent.path !== MODULE,
    );
    refuse(owner.definition.heading, REASONS.foreignBase, base?.kind === "external" ? base.path : owner.name);
  }
  if (owner.definition.decorators.length > 0 && !isDataClass(owner.definition)) {
    refuse(owner.definition.decorators[0]!, REASONS.decorator);
  }
  const self: Value =
    family === "object"
      ? { kind: "object", class: owner, attributes: new Map() }
      : {
          kind: "module",
          type: owner.name,
          class: owner,
          ...(family === "sequential" && { container: "Sequential" as const }),
          attributes: new Map(),
          children: new Map(),
          range: { from: range.from, to: range.to },
          isInitialized: false,
        };
  const constructor = findInClass(owner, "__init__");
  if (constructor?.kind === "function") {
    interpreter.call({ kind: "method", self, function: constructor }, passed, range);
  } else if (constructor) {
    refuse(range, REASONS.decorator);
  } else if (self.kind === "module") {
    interpreter.call(moduleConstructor(self), passed, range);
  } else if (passed.length > 0) {
    refuse(range, REASONS.construct, "this constructor");
  }
  return self;
}

function isDataClass(definition: ClassDefinition): boolean {
  const [decorator, ...more] = definition.decorators;
  const callee = decorator?.kind === "call" ? decorator.callee : decorator;
  const name = callee?.kind === "name" ? callee.name : callee?.kind === "attribute" ? callee.name : "";
  return more.length === 0 && name === "dataclass";
}
