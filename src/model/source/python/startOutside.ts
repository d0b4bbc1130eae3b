import type { Interpreter } from "./interpreter/interpreter";
import type { PythonFile } from "./pythonFile";
import { REASONS } from "./reasons";
import { Refused } from "../refusal";
import { classOf } from "./settings/trainedClass";
import { staticScope } from "./staticScope";
import type { Placed } from "./syntax/outline";
import type { Attribute, Call, ClassDefinition, Expression, Statement } from "./syntax/syntax";
import { LocalScope } from "./values/scope";
import type { ModuleValue } from "./values/values";

type Loop = Extract<Statement, { kind: "for" }>;

/** A call or loop that fills weights of a model, and the variable that holds the model. */
interface Step extends Placed<Call | Loop> {
  readonly model: string;
}

/** Stands for a model without a variable: `Net().apply(init_weights)`. */
const ANONYMOUS = "<model>";
const FILLS = /^(apply|(normal|uniform|fill|zero|copy|mul|div|add|sub)_)$/;
const INITIALIZER = /^(torch\.)?(nn\.)?init\.|^(xavier|kaiming|orthogonal|trunc_normal)_/;
const NEW_LAYER = /^\s*=\s*(torch\.)?nn\.[A-Z]/;
const INITIALIZES = /init|reset_param/i;

/**
 * Follows what the file does to the weights of `root`, a model of the class `definition`, where it is made and before it
 * trains: `model.apply(init_weights)`, `nn.init.zeros_(model.fc.weight)`, the same in a loop. What cannot be followed is
 * noted as an obstacle.
 */
export function followStartOutside(
  interpreter: Interpreter,
  file: PythonFile,
  definition: ClassDefinition,
  root: ModuleValue,
): void {
  const { construction } = interpreter;
  const replaced = findReplaced(file, definition);
  if (replaced) construction.blur(replaced, REASONS.patched, file.text.slice(replaced.from, replaced.to));
  const steps = findSteps(file, definition);
  const [first] = steps;
  if (!first) return;
  const home = first.inside.at(-1);
  for (const { node, inside, model } of steps) {
    const nameOfStep = file.text.slice(node.from, node.to).split(/[\n(]/)[0]!;
    try {
      if (model !== first.model || inside.at(-1) !== home) throw new Refused({ template: "", values: [] }, node);
      const scope = new LocalScope(staticScope(interpreter, file, inside));
      scope.assign(model, root);
      if (node.kind === "for") interpreter.execute([node], scope);
      else interpreter.evaluate(node, scope);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      construction.blur(node, REASONS.changedStart, nameOfStep);
    }
  }
}

function findSteps(file: PythonFile, definition: ClassDefinition): Step[] {
  const modelOf = (node: Expression, { inside }: Placed<unknown>): string | undefined => {
    const name = rootName(node);
    if (name === undefined || inside.some(({ parameters }) => parameters.some(parameter => parameter.name === name)))
      return undefined;
    return classOf(file, inside, { kind: "name", name, from: node.from, to: node.to }) === definition.name
      ? name
      : undefined;
  };
  const loops = file.outline.loops.flatMap((placed): Step[] => {
    const { iterable } = placed.node;
    const goesThroughModel = iterable.kind === "call" && iterable.callee.kind === "attribute";
    const model = goesThroughModel && fillsSomething(file, placed.node) ? modelOf(iterable, placed) : undefined;
    return model === undefined ? [] : [{ ...placed, model }];
  });
  const calls = file.outline.calls.flatMap((placed): Step[] => {
    const { node } = placed;
    const target = filledBy(node, file);
    if (target?.kind === "call" && classOf(file, placed.inside, target) === definition.name) {
      const object = { kind: "name", name: ANONYMOUS, from: target.from, to: target.to } as const;
      return [{ ...placed, node: { ...node, callee: { ...(node.callee as Attribute), object } }, model: ANONYMOUS }];
    }
    if (!target || loops.some(({ node: { from, to } }) => from <= node.from && node.to <= to)) return [];
    const model = modelOf(target, placed);
    return model === undefined ? [] : [{ ...placed, model }];
  });
  return [...loops, ...calls].sort((a, b) => a.node.from - b.node.from);
}

/** `model.fc = nn.Linear(784, 5)` or `model.fc.weight[0] = 1` at the left margin, with the model of this class. */
function findReplaced(file: PythonFile, { name }: ClassDefinition): Expression | undefined {
  return file.outline.assignments
    .flatMap(statement => (statement.kind === "assign" ? statement.targets : [statement.target]))
    .find(target => {
      const isPart = target.kind === "attribute" || target.kind === "subscript";
      const model = isPart ? rootName(target) : undefined;
      if (model === undefined || !file.bindings.byName.has(model)) return false;
      const text = file.text.slice(target.to).split("\n")[0]!;
      const isMeant = /\.(weight|bias|data)\b/.test(file.text.slice(target.from, target.to)) || NEW_LAYER.test(text);
      return isMeant && classOf(file, [], { kind: "name", name: model, from: target.from, to: target.to }) === name;
    });
}

/** What `call` fills: the object of `model.apply(...)`, else the first argument of an initializer. */
function filledBy({ callee, arguments: [first] }: Call, { text, bindings }: PythonFile): Expression | undefined {
  if (callee.kind === "attribute" && FILLS.test(callee.name))
    return text.slice(callee.from, callee.to).includes("grad") ? undefined : callee.object;
  if (callee.kind === "attribute" && INITIALIZER.test(text.slice(callee.from, callee.to))) return first?.value;
  if (callee.kind !== "name") return undefined;
  const isOfFile = bindings.byName.get(callee.name)?.some(({ kind }) => kind === "definition") ?? false;
  return INITIALIZER.test(callee.name) || (isOfFile && INITIALIZES.test(callee.name)) ? first?.value : undefined;
}

function fillsSomething({ text }: PythonFile, { from, to }: Loop): boolean {
  return /init\.\w+\(|(xavier|kaiming)_\w+\(|\.(normal|uniform|fill|zero)_\(/.test(
    text.slice(from, to).replace(/\.grad\b\S*/g, ""),
  );
}

function rootName(node: Expression): string | undefined {
  if (node.kind === "name") return node.name;
  if (node.kind === "attribute" || node.kind === "subscript") return rootName(node.object);
  return node.kind === "call" && node.callee.kind === "attribute" ? rootName(node.callee.object) : undefined;
}
