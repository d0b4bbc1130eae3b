import type { SyntaxNode } from "@lezer/common";
import { refuse } from "../refusal";
import { operands } from "./operands";
import { SCRIPT_REASONS as REASONS } from "./reasons";
import type { ScriptEvaluator } from "./scriptEvaluator";
import { functionAround, type Definition } from "./scriptNames";
import { Entries, Path, type ScriptValue } from "./scriptValue";
import { stringText } from "./stringText";

const PACKAGE = /^@tensorflow\/tfjs/;

/** Whether `source` is a string that names TensorFlow.js. */
export function isTensorflow(source: SyntaxNode, { names }: ScriptEvaluator): boolean {
  return PACKAGE.test(stringText(names.textOf(source)));
}

/** What the variable of `definition` holds where it is used, at `place`. */
export function definedValue(evaluator: ScriptEvaluator, { name, node }: Definition, place: SyntaxNode): ScriptValue {
  const { names } = evaluator;
  const parent = node.parent!;
  switch (parent.name) {
    case "VariableDeclaration": {
      const value = afterEquals(node);
      return value ? evaluator.evaluate(value) : refuse(place, REASONS.changing, name);
    }
    case "PatternProperty": {
      const pattern = parent.parent!;
      const source = pattern.parent?.name === "VariableDeclaration" ? afterEquals(pattern) : undefined;
      const owner = source && evaluator.evaluate(source);
      const key = names.textOf(parent.firstChild!);
      if (owner instanceof Path) return new Path(`${owner.name}.${key}`);
      if (owner instanceof Entries && owner.entries.has(key)) return owner.entries.get(key)!.value;
      return evaluator.refuseConstruct(place);
    }
    case "ImportDeclaration":
    case "ImportGroup":
      return imported(evaluator, node, place);
    case "ParamList":
      return parameter(evaluator, name, node, place);
    default:
      return evaluator.refuseConstruct(place);
  }
}

function imported(evaluator: ScriptEvaluator, node: SyntaxNode, place: SyntaxNode): ScriptValue {
  const { names } = evaluator;
  const group = node.parent!.name === "ImportGroup" ? node.parent! : undefined;
  const source = (group ?? node).parent!.getChild("String") ?? node.parent!.getChild("String");
  if (!source || !isTensorflow(source, evaluator)) return evaluator.refuseConstruct(place);
  if (!group) return new Path("tf");
  const isRenamed = node.prevSibling?.name === "as";
  const original = isRenamed ? node.prevSibling?.prevSibling : node;
  return new Path(`tf.${names.textOf(original ?? node)}`);
}

/** What the first call of the function in this file passes, or the default. */
function parameter(evaluator: ScriptEvaluator, name: string, node: SyntaxNode, place: SyntaxNode): ScriptValue {
  const { names } = evaluator;
  const list = node.parent!;
  const position = list.getChildren("VariableDefinition").findIndex(({ from }) => from === node.from);
  const owner = functionAround(node);
  const title = owner.getChild("VariableDefinition") ?? owner.parent?.getChild("VariableDefinition");
  const isCalled = (call: SyntaxNode) =>
    call.firstChild?.name === "VariableName" &&
    title !== null &&
    title !== undefined &&
    names.find(names.textOf(call.firstChild), call)?.node.from === title.from;
  const call = names.calls.find(isCalled);
  const given = call?.getChild("ArgList");
  const passed = given && operands(given)[position];
  if (passed) return evaluator.evaluate(passed);
  const usual = afterEquals(node);
  return usual ? evaluator.evaluate(usual) : refuse(place, REASONS.parameter, name);
}

/** What follows the `=` behind `node`. */
function afterEquals(node: SyntaxNode): SyntaxNode | undefined {
  for (let next = node.nextSibling; next && next.name !== ","; next = next.nextSibling) {
    if (next.name === "Equals") return next.nextSibling ?? undefined;
  }
  return undefined;
}
