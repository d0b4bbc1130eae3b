import type { SourceRange } from "../../../modelSpec";
import { asNumber } from "../interpreter/operators";
import type { Interpreter } from "../interpreter/interpreter";
import type { PythonFile } from "../pythonFile";
import { REASONS } from "../reasons";
import { Refused } from "../../refusal";
import { staticScope } from "../staticScope";
import type { Argument, Expression } from "../syntax/syntax";
import type { Scope } from "../values/scope";
import { unknown, type Value } from "../values/values";
import type { CallSite } from "./settingSites";

/** The arguments of a call that is looked at but not run, evaluated one by one when asked for. */
export class SiteArguments {
  readonly #byName = new Map<string, Expression>();
  /** Given in a way that cannot be told. */
  readonly #unclear = new Set<string>();
  readonly #scope: Scope;

  /** `parameters`: of the function that is called, in order. */
  constructor(
    readonly file: PythonFile,
    readonly interpreter: Interpreter,
    readonly site: Pick<CallSite, "call" | "inside">,
    parameters: readonly string[],
  ) {
    this.#scope = staticScope(interpreter, file, site.inside);
    let next = 0;
    for (const argument of site.call.arguments) {
      if (argument.spread) this.#addSpread(argument);
      else this.#byName.set(argument.keyword ?? parameters[next++] ?? "", argument.value);
    }
  }

  /** Names of the arguments that were given. */
  get names(): string[] {
    return [...new Set([...this.#byName.keys(), ...this.#unclear])];
  }

  expression(name: string): Expression | undefined {
    return this.#byName.get(name);
  }

  /** Where `name` was given, else the whole call. */
  range(name: string): SourceRange {
    const { from, to } = this.#byName.get(name) ?? this.site.call;
    return { from, to };
  }

  /** The value given for `name`; undefined when none was; of kind `unknown` when it cannot be told. */
  value(name: string): Value | undefined {
    if (this.#unclear.has(name)) return unknown(REASONS.changingName, name);
    const expression = this.#byName.get(name);
    if (!expression) return undefined;
    try {
      return this.interpreter.evaluate(expression, this.#scope);
    } catch (error) {
      if (error instanceof Refused) return { kind: "unknown", reason: error.reason };
      throw error;
    }
  }

  /** The number given for `name`; undefined when none was, NaN when it cannot be told. */
  number(name: string): number | undefined {
    const value = this.value(name);
    return value && (asNumber(value) ?? NaN);
  }

  /** `**kwargs` of a dictionary that is written out in the file. */
  #addSpread({ spread, value }: Argument): void {
    const literal = spread === "**" ? this.#findLiteral(value) : undefined;
    if (literal?.kind !== "dictionary") return;
    for (const { key, value: item } of literal.entries) {
      if (key?.kind === "string") this.#byName.set(key.value, item);
    }
    if (value.kind === "name") this.#noteUpdates(value.name);
  }

  /** `kwargs.update(others)`: whether that ran, and when, is not followed, so what it may set cannot be told. */
  #noteUpdates(name: string): void {
    for (const { node, inside } of this.file.outline.calls) {
      const { callee } = node;
      const isUpdate = callee.kind === "attribute" && callee.name === "update" && callee.object.kind === "name";
      if (!isUpdate || callee.object.name !== name || inside.at(-1) !== this.site.inside.at(-1)) continue;
      for (const { keyword, value } of node.arguments) {
        const literal = keyword === undefined ? this.#findLiteral(value) : undefined;
        if (keyword !== undefined) this.#unclear.add(keyword);
        if (literal?.kind !== "dictionary") continue;
        for (const { key } of literal.entries) if (key?.kind === "string") this.#unclear.add(key.value);
      }
    }
  }

  #findLiteral(value: Expression): Expression | undefined {
    if (value.kind !== "name") return value;
    const { name } = value;
    for (const definition of [...this.site.inside].reverse()) {
      const local = this.file.localBindings(definition).byName.get(name);
      if (local) return local.find(binding => binding.kind === "value")?.value;
    }
    return this.file.bindings.byName.get(name)?.find(binding => binding.kind === "value")?.value;
  }
}
