import type { SourceRange } from "../../modelSpec";

/** What an expression of a script stands for, as far as models need it. */
export type ScriptValue = number | string | boolean | null | undefined | readonly ScriptValue[] | Entries | Path | Made;

/** A value of an object, and where it is written. */
export interface Entry {
  readonly value: ScriptValue;
  readonly range: SourceRange;
}

/** An object literal. */
export class Entries {
  constructor(readonly entries: ReadonlyMap<string, Entry>) {}
}

/** Something of TensorFlow.js by its full name, such as `tf.layers.dense`. */
export class Path {
  constructor(readonly name: string) {}
}

/** What a function or class of TensorFlow.js makes; the same object wherever its variable is used. */
export class Made {
  constructor(
    readonly path: string,
    readonly passed: readonly Entry[],
    readonly range: SourceRange,
  ) {}
}
