import type { SourceRange } from "../../../modelSpec";
import type { Interpreter } from "../interpreter/interpreter";
import type { Value } from "./values";

/** An argument as a call hands it over. */
export interface Passed {
  readonly value: Value;
  readonly range: SourceRange;
  readonly keyword?: string;
}

/** A call of something that is not written in the file. */
export interface NativeCall {
  readonly interpreter: Interpreter;
  readonly arguments: readonly Passed[];
  /** The whole call expression. */
  readonly range: SourceRange;
}

export type NativeFunction = (call: NativeCall) => Value;
