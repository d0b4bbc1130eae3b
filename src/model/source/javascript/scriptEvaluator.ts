import type { SyntaxNode } from "@lezer/common";
import { refuse } from "../refusal";
import { calculate, calculateMath } from "./calculate";
import { definedValue, isTensorflow } from "./definedValue";
import { BRACKETS, operands } from "./operands";
import { SCRIPT_REASONS as REASONS } from "./reasons";
import type { ScriptNames } from "./scriptNames";
import { Entries, Made, Path, type Entry, type ScriptValue } from "./scriptValue";
import { stringText } from "./stringText";

const MAX_DEPTH = 100;

/** Evaluates what can be told from the text without running it. Everything else is refused where it stands. */
export class ScriptEvaluator {
  readonly #values = new Map<number, ScriptValue>();
  /** By the end of the call, which no other call has. */
  readonly #made = new Map<number, Made>();
  readonly #inProgress = new Set<number>();
  #depth = 0;

  constructor(readonly names: ScriptNames) {}

  evaluate(node: SyntaxNode): ScriptValue {
    if (++this.#depth > MAX_DEPTH) {
      this.#depth = 0;
      refuse(node, REASONS.deep);
    }
    const value = this.#evaluate(node);
    this.#depth--;
    return value;
  }

  /** The arguments of a call, each with its place. */
  argumentsOf(call: SyntaxNode): Entry[] {
    const list = call.getChild("ArgList");
    return list ? this.#items(list) : [];
  }

  #evaluate(node: SyntaxNode): ScriptValue {
    const text = this.names.textOf(node);
    switch (node.name) {
      case "Number":
        return Number(text.replaceAll("_", ""));
      case "String":
        return stringText(text);
      case "BooleanLiteral":
        return text === "true";
      case "null":
        return null;
      case "VariableName":
      // the short form of an object's property: `{ units }`
      case "PropertyDefinition":
        return this.#variable(text, node);
      case "TemplateString":
        return this.#template(node);
      case "ArrayExpression":
        return this.#items(node).map(({ value }) => value);
      case "ObjectExpression":
        return this.#object(node);
      case "MemberExpression":
        return this.#member(node);
      case "CallExpression":
      case "NewExpression":
        return this.#call(node);
      case "ParenthesizedExpression":
        return this.#first(node);
      case "PostfixExpression":
        return node.lastChild?.name === "LogicOp" ? this.#first(node) : this.refuseConstruct(node);
      case "UnaryExpression":
      case "BinaryExpression":
        return this.#operation(node);
      case "ConditionalExpression": {
        const [condition, yes, no] = operands(node);
        if (!condition || !yes || !no) return refuse(node, REASONS.unfinished);
        const holds = this.evaluate(condition);
        if (typeof holds !== "boolean") return this.refuseConstruct(node);
        return this.evaluate(holds ? yes : no);
      }
      default:
        return node.type.isError ? refuse(node, REASONS.unfinished) : this.refuseConstruct(node);
    }
  }

  /** Ends the reading at an expression that is not understood. */
  refuseConstruct(node: SyntaxNode): never {
    const [line = ""] = this.names.textOf(node).split("\n");
    return refuse(node, REASONS.construct, line.length > 40 ? `${line.slice(0, 40)}…` : line);
  }

  #first(node: SyntaxNode): ScriptValue {
    const [inner] = operands(node);
    return inner ? this.evaluate(inner) : refuse(node, REASONS.unfinished);
  }

  #items(list: SyntaxNode): Entry[] {
    const items: Entry[] = [];
    for (let child = list.firstChild; child; child = child.nextSibling) {
      if (child.type.isError) refuse(child, REASONS.unfinished);
      if (BRACKETS.test(child.name)) continue;
      const value = this.evaluate(child);
      if (child.prevSibling?.name !== "Spread") items.push({ value, range: rangeOf(child) });
      else if (Array.isArray(value))
        items.push(...value.map((item: ScriptValue) => ({ value: item, range: rangeOf(child) })));
      else this.refuseConstruct(child);
    }
    return items;
  }

  #object(node: SyntaxNode): Entries {
    const entries = new Map<string, Entry>();
    for (const property of node.getChildren("Property")) {
      const [key, given] = [property.firstChild, property.lastChild];
      if (!key || !given || given.type.isError) return refuse(property, REASONS.unfinished);
      if (key.name === "Spread") {
        const value = this.evaluate(given);
        if (!(value instanceof Entries)) return this.refuseConstruct(property);
        for (const [name, entry] of value.entries) entries.set(name, entry);
        continue;
      }
      const name = key.name === "String" ? stringText(this.names.textOf(key)) : this.names.textOf(key);
      const isShort = key.from === given.from && key.name === "PropertyDefinition";
      if (!isShort && key.nextSibling?.name !== ":") return this.refuseConstruct(property);
      entries.set(name, { value: this.evaluate(given), range: rangeOf(property) });
    }
    return new Entries(entries);
  }

  #template(node: SyntaxNode): string {
    const text = this.names.textOf(node);
    const holes = node.getChildren("Interpolation");
    let at = node.from + 1;
    let result = "";
    for (const hole of holes) {
      const inner = hole.firstChild?.nextSibling;
      const value = inner && this.evaluate(inner);
      if (typeof value !== "string" && typeof value !== "number") return this.refuseConstruct(node);
      result += text.slice(at - node.from, hole.from - node.from) + String(value);
      at = hole.to;
    }
    return result + text.slice(at - node.from, -1);
  }

  #operation(node: SyntaxNode): ScriptValue {
    const [left, right] = operands(node);
    if (!left) return refuse(node, REASONS.unfinished);
    if (node.firstChild?.name === "ArithOp") {
      const value = this.evaluate(left);
      const sign = this.names.textOf(node.firstChild);
      if (typeof value === "number" && /^[-+]$/.test(sign)) return sign === "-" ? -value : value;
      return this.refuseConstruct(node);
    }
    if (node.getChild("as") ?? node.getChild("satisfies")) return this.evaluate(left);
    const operator = left.nextSibling;
    if (!right || !operator) return refuse(node, REASONS.unfinished);
    const [a, b] = [this.evaluate(left), this.evaluate(right)];
    return calculate(this.names.textOf(operator), a, b) ?? this.refuseConstruct(node);
  }

  #member(node: SyntaxNode): ScriptValue {
    const [object, index] = operands(node);
    if (!object) return refuse(node, REASONS.unfinished);
    const owner = this.evaluate(object);
    const property = node.getChild("PropertyName");
    const key = property ? this.names.textOf(property) : index && this.evaluate(index);
    if (owner instanceof Path && typeof key === "string") return new Path(`${owner.name}.${key}`);
    if (owner instanceof Entries && typeof key === "string" && owner.entries.has(key))
      return owner.entries.get(key)!.value;
    if (Array.isArray(owner)) {
      if (key === "length") return owner.length;
      if (typeof key === "number" && key in owner) return owner[key] as ScriptValue;
    }
    return this.refuseConstruct(node);
  }

  #call(node: SyntaxNode): ScriptValue {
    const callee = node.name === "NewExpression" ? node.firstChild?.nextSibling : node.firstChild;
    if (!callee) return refuse(node, REASONS.unfinished);
    if (this.#isTensorflow(node)) return new Path("tf");
    const called = this.evaluate(callee);
    if (!(called instanceof Path)) return this.refuseConstruct(node);
    const known = this.#made.get(node.to);
    if (known) return known;
    const passed = this.argumentsOf(node);
    if (called.name.startsWith("Math.")) {
      return (
        calculateMath(
          called.name,
          passed.map(({ value }) => value),
        ) ?? this.refuseConstruct(node)
      );
    }
    const made = new Made(called.name, passed, rangeOf(node));
    this.#made.set(node.to, made);
    return made;
  }

  /** `require("@tensorflow/tfjs")`. */
  #isTensorflow(call: SyntaxNode): boolean {
    if (call.firstChild?.name !== "VariableName" || this.names.textOf(call.firstChild) !== "require") return false;
    const given = call.getChild("ArgList")?.getChild("String");
    return given ? isTensorflow(given, this) : false;
  }

  #variable(name: string, place: SyntaxNode): ScriptValue {
    const definition = this.names.find(name, place);
    if (!definition) {
      if (name === "undefined") return undefined;
      // a page loads TensorFlow.js by a script tag, then it is `tf`
      if (name === "tf") return new Path("tf");
      return name === "Math" ? new Path("Math") : refuse(place, REASONS.unknownName, name);
    }
    const { from } = definition.node;
    if (this.#values.has(from)) return this.#values.get(from);
    if (this.names.isChanged(name)) refuse(place, REASONS.changing, name);
    if (this.#inProgress.has(from)) refuse(place, REASONS.circular, name);
    this.#inProgress.add(from);
    try {
      const value = definedValue(this, definition, place);
      const isHolder = value instanceof Entries || Array.isArray(value);
      if (isHolder && this.names.isChangedInside(name)) refuse(place, REASONS.changing, name);
      this.#values.set(from, value);
      return value;
    } finally {
      this.#inProgress.delete(from);
    }
  }
}

const rangeOf = ({ from, to }: SyntaxNode) => ({ from, to });
