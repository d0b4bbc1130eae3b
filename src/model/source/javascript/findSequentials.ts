import type { SyntaxNode } from "@lezer/common";
import { refuse, Refused } from "../refusal";
import { SCRIPT_REASONS as REASONS } from "./reasons";
import type { ScriptEvaluator } from "./scriptEvaluator";
import { functionAround, type ScriptNames } from "./scriptNames";
import { Path } from "./scriptValue";

/** A place where a script makes a model. */
export interface Sequential {
  readonly name: string;
  /** The call of `tf.sequential`, `new tf.Sequential` or `tf.model`. */
  readonly call: SyntaxNode;
  readonly isFunctional: boolean;
  /** What the model is assigned to, as it is written: `model`, `this.model`. */
  readonly target?: string;
  /** The name that is defined for it, when it is a variable's. */
  readonly definition?: SyntaxNode;
}

const MADE_BY = /(^|[.])(sequential|Sequential|model)$|^\w+$/;
const MODELS = new Set(["tf.sequential", "tf.Sequential", "tf.model"]);
const WRAPPERS = /^(BinaryExpression|ParenthesizedExpression|AwaitExpression|PostfixExpression)$/;
const CONDITIONS = /^(For\w*Statement|WhileStatement|DoStatement|IfStatement|SwitchStatement|ConditionalExpression)$/;
const FUNCTION = /^(Function\w*|ArrowFunction|MethodDeclaration)$/;

/** Every model that a script makes, in the order of the text. */
export function findSequentials(names: ScriptNames, evaluator: ScriptEvaluator): Sequential[] {
  return names.calls.flatMap((call): Sequential[] => {
    const callee = call.name === "NewExpression" ? call.firstChild?.nextSibling : call.firstChild;
    if (!callee || !MADE_BY.test(names.textOf(callee))) return [];
    const path = pathOf(evaluator, callee);
    if (path === undefined || !MODELS.has(path)) return [];
    return [{ call, isFunctional: path === "tf.model", ...describeTarget(names, call) }];
  });
}

/** The calls of `model.method(...)`, in the order of the text. */
export function callsOnModel(
  names: ScriptNames,
  { target, definition }: Pick<Sequential, "target" | "definition">,
  method: string,
): SyntaxNode[] {
  return names.calls.filter(call => {
    const callee = call.firstChild;
    if (callee?.name !== "MemberExpression" || !callee.firstChild) return false;
    const property = callee.getChild("PropertyName");
    if (!property || names.textOf(property) !== method) return false;
    const object = names.textOf(callee.firstChild).replace(/!$/, "");
    if (object !== target) return false;
    return !definition || names.find(object, call)?.node.from === definition.from;
  });
}

/** The arguments of `model.add(...)`; refuses what is done to the model's layers in other ways. */
export function addedLayers(names: ScriptNames, model: Sequential): SyntaxNode[] {
  const [removal] = callsOnModel(names, model, "pop");
  if (removal) refuse(removal, REASONS.removed);
  refuseOtherHands(names, model);
  const home = functionAround(model.call);
  return callsOnModel(names, model, "add").map(call => {
    for (let around = call.parent; around && around.from !== home.from; around = around.parent) {
      if (CONDITIONS.test(around.name)) refuse(call, REASONS.addedConditionally);
      if (FUNCTION.test(around.name)) refuse(call, REASONS.addedElsewhere);
    }
    const layer = call.getChild("ArgList")?.firstChild?.nextSibling;
    return layer && layer.name !== ")" ? layer : refuse(call, REASONS.unfinished);
  });
}

/** A second name of the model, or a function of this file that adds to the model it is handed. */
function refuseOtherHands(names: ScriptNames, { target, definition }: Sequential): void {
  if (!definition || target === undefined) return;
  const isModel = (node: SyntaxNode | null | undefined) =>
    node?.name === "VariableName" &&
    names.textOf(node) === target &&
    names.find(target, node)?.node.from === definition.from;
  for (const alias of names.aliasesOf(definition)) {
    const other = { target: names.textOf(alias), definition: alias };
    if (["add", "pop"].some(method => callsOnModel(names, other, method).length > 0)) refuse(alias, REASONS.aliased);
  }
  for (const call of names.calls) {
    const list = call.getChild("ArgList");
    const passed = list?.getChildren("VariableName").find(isModel);
    if (!passed || call.firstChild?.name !== "VariableName") continue;
    const called = names.find(names.textOf(call.firstChild), call)?.node.parent;
    if (called && /\.(add|pop)\(/.test(names.textOf(called)) && /^(Function|Variable)Declaration$/.test(called.name)) {
      refuse(passed, REASONS.addedElsewhere);
    }
  }
}

function describeTarget(names: ScriptNames, call: SyntaxNode): Pick<Sequential, "name" | "target" | "definition"> {
  let node = call;
  while (node.parent && WRAPPERS.test(node.parent.name)) node = node.parent;
  const { parent } = node;
  if (parent?.name === "VariableDeclaration") {
    let definition = node.prevSibling;
    while (definition && definition.name !== "VariableDefinition") definition = definition.prevSibling;
    if (definition && definition.to > definition.from)
      return { name: names.textOf(definition), target: names.textOf(definition), definition };
  }
  if (parent?.name === "AssignmentExpression" && parent.firstChild) {
    const target = names.textOf(parent.firstChild);
    const definition = names.find(target, call)?.node;
    return { name: lastWord(target), target, ...(definition && { definition }) };
  }
  const key = parent?.name === "Property" ? parent.firstChild : undefined;
  if (key) return { name: lastWord(names.textOf(key)) };
  const around = functionAround(call);
  const title =
    around.getChild("VariableDefinition") ??
    around.getChild("PropertyDefinition") ??
    (around.name === "Script" ? undefined : around.parent?.getChild("VariableDefinition"));
  return { name: title ? names.textOf(title) : "model" };
}

const lastWord = (text: string) => /[\w$]+(?=\W*$)/.exec(text)?.[0] ?? "model";

function pathOf(evaluator: ScriptEvaluator, callee: SyntaxNode): string | undefined {
  try {
    const value = evaluator.evaluate(callee);
    return value instanceof Path ? value.name : undefined;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
