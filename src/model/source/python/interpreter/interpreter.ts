import type { SourceRange } from "../../../modelSpec";
import { refuse } from "../../refusal";
import type { Reason } from "../../reason";
import { REASONS } from "../reasons";
import type { Expression, Statement } from "../syntax/syntax";
import type { Passed } from "../values/nativeCall";
import type { Scope } from "../values/scope";
import type { Value } from "../values/values";
import type { CommandLineArgument } from "../commandLine";
import type { Construction } from "../torch/construction";
import { Trace } from "../torch/trace";
import { callValue } from "./callValue";
import { evaluate } from "./evaluate";
import { executeBlock } from "./execute";
import { binaryOperation } from "./operators";

const MAX_STEPS = 20_000;
const MAX_DEPTH = 60;

/** Follows Python code on values that may be symbolic. What it does not know exactly ends in `Refused`. */
export class Interpreter {
  /** Where calls of layers are recorded. */
  trace: Trace;
  /** Whether `forward` runs, not the constructor. */
  isFollowingForward = false;
  /** `self.training` of every module. */
  isTraining = true;
  /** Whether anything has asked for `self.training`. */
  hasAskedForTraining = false;
  #steps = 0;
  #depth = 0;

  constructor(
    readonly fileScope: Scope,
    readonly construction: Construction,
    readonly commandLine: ReadonlyMap<string, CommandLineArgument>,
  ) {
    this.trace = new Trace(
      module => module.type,
      (layer, range) => construction.applyLayer(layer, range),
    );
  }

  evaluate(expression: Expression, scope: Scope): Value {
    this.step(expression);
    return evaluate(this, expression, scope);
  }

  /** Runs `statements`; tells how they ended, when not by reaching their end. */
  execute(statements: readonly Statement[], scope: Scope): Ending | undefined {
    return executeBlock(this, statements, scope);
  }

  call(callee: Value, passed: readonly Passed[], range: SourceRange): Value {
    if (++this.#depth > MAX_DEPTH) refuse(range, REASONS.tooDeep);
    try {
      return callValue(this, callee, passed, range);
    } finally {
      this.#depth--;
    }
  }

  /** `left operator right`. */
  operate(operator: string, left: Value, right: Value, range: SourceRange): Value {
    this.step(range);
    return binaryOperation(this, operator, left, right, range);
  }

  /** Counts work, so that endless loops end in a refusal. */
  step(range: SourceRange, count = 1): void {
    this.#steps += count;
    if (this.#steps > MAX_STEPS) refuse(range, REASONS.tooLong);
  }

  /** Stops where a value that cannot be told would be needed. */
  refuseUnknown(reason: Reason, range: SourceRange): never {
    return refuse(range, reason.template, ...reason.values);
  }
}

/** How a block of statements ended before its last one. */
export type Ending =
  { readonly kind: "return"; readonly value: Value } | { readonly kind: "break" } | { readonly kind: "continue" };
