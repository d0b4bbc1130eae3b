import type { SourceRange } from "../../../modelSpec";
import { isForeign } from "../interpreter/isForeign";
import { describeValue } from "../interpreter/describeValue";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { NativeCall, Passed } from "./nativeCall";
import type { TensorValue, Value } from "./values";

/** The arguments of a native call, by the names of its parameters. */
export class Arguments {
  readonly #values = new Map<string, Passed>();
  /** How arguments look in PyTorch's text, where it is not the usual form: a whole number for a float, a list for a tuple. */
  readonly written = new Map<string, string>();

  /** Refuses arguments that no parameter of `parameters` takes. */
  constructor(
    readonly call: NativeCall,
    readonly name: string,
    parameters: readonly string[],
  ) {
    let next = 0;
    for (const argument of call.arguments) {
      const parameter = argument.keyword ?? parameters[next++];
      if (parameter === undefined) refuse(argument.range, REASONS.extraArgument, name);
      if (!parameters.includes(parameter)) refuse(argument.range, REASONS.unknownArgument, name, parameter);
      if (this.#values.has(parameter)) refuse(argument.range, REASONS.argumentTwice, parameter);
      this.#values.set(parameter, argument);
    }
  }

  /** Where `parameter` was given, else the whole call. */
  range(parameter: string): SourceRange {
    return this.#values.get(parameter)?.range ?? this.call.range;
  }

  /** Where each argument was given, by parameter. */
  ranges(): Map<string, SourceRange> {
    return new Map([...this.#values].map(([parameter, { range }]) => [parameter, range]));
  }

  /** What was given for `parameter`; ends the reading when that cannot be told. */
  find(parameter: string): Value | undefined {
    const value = this.#values.get(parameter)?.value;
    if (value?.kind === "unknown") this.call.interpreter.refuseUnknown(value.reason, this.range(parameter));
    return value && isForeign(value) ? refuse(this.range(parameter), REASONS.otherFile, value.path) : value;
  }

  /** What was given for `parameter`, which has no default. */
  need(parameter: string): Value {
    return this.find(parameter) ?? refuse(this.call.range, REASONS.missingArgument, this.name, parameter);
  }

  /** What was given, unless it is `None` or nothing. */
  given(parameter: string): Value | undefined {
    const value = this.find(parameter);
    return value?.kind === "none" ? undefined : value;
  }

  int(parameter: string, otherwise?: number): number {
    const value = otherwise === undefined ? this.need(parameter) : this.find(parameter);
    if (!value) return otherwise!;
    if (value.kind === "int") return value.value;
    if (value.kind === "bool") return Number(value.value);
    return this.wrong(parameter, "a whole number");
  }

  /** A count of features, channels or the like. */
  positiveInt(parameter: string, otherwise?: number): number {
    const value = this.int(parameter, otherwise);
    return value > 0 ? value : refuse(this.range(parameter), REASONS.notPositive, this.name, parameter, value);
  }

  float(parameter: string, otherwise?: number): number {
    const value = otherwise === undefined ? this.need(parameter) : this.find(parameter);
    if (!value) return otherwise!;
    if (value.kind === "int") this.noteWritten(parameter, String(value.value));
    if (value.kind === "float" || value.kind === "int") return value.value;
    return this.wrong(parameter, "a number");
  }

  /** A list or tuple of whole numbers. */
  ints(parameter: string): number[] {
    const value = this.need(parameter);
    if (value.kind !== "list" && value.kind !== "tuple") return this.wrong(parameter, "a list of whole numbers");
    return value.items.map(item =>
      item.kind === "int" ? item.value : this.wrong(parameter, "a list of whole numbers"),
    );
  }

  noteWritten(parameter: string, text: string): void {
    this.written.set(parameter, text);
  }

  bool(parameter: string, otherwise: boolean): boolean {
    const value = this.find(parameter);
    if (!value) return otherwise;
    if (value.kind === "bool") return value.value;
    if (value.kind === "int") return value.value !== 0;
    return value.kind === "none" ? false : this.wrong(parameter, "`True` or `False`");
  }

  str(parameter: string, otherwise: string): string {
    const value = this.find(parameter);
    if (!value) return otherwise;
    return value.kind === "str" ? value.value : this.wrong(parameter, "a string");
  }

  tensor(parameter: string): TensorValue {
    const value = this.need(parameter);
    return value.kind === "tensor" ? value : this.wrong(parameter, "a tensor");
  }

  /** Refuses any value but `None` for parameters that would change the meaning. */
  mustBeDefault(...parameters: string[]): void {
    for (const parameter of parameters) {
      if (this.given(parameter)) refuse(this.range(parameter), REASONS.otherArgument, this.name, parameter);
    }
  }

  /** Ends the reading: `parameter` is not what it has to be. */
  wrong(parameter: string, expected: string): never {
    const value = this.need(parameter);
    return refuse(this.range(parameter), REASONS.wrongKind, this.name, parameter, expected, describeValue(value));
  }
}
