import type { Shape, SourceRange } from "../../modelSpec";
import { chooseOutput } from "./chooseOutput";
import { findInClass } from "./interpreter/classes";
import type { Interpreter } from "./interpreter/interpreter";
import { REASONS } from "./reasons";
import { refuse } from "../refusal";
import { callsTo } from "./torch/callsTo";
import { namedModules } from "./torch/moduleMethods";
import { BATCH, Trace, type TracedCall } from "./torch/trace";
import type { ModuleValue } from "./values/values";

/** Counts how far reading got, for the choice among several refusals. */
export interface Progress {
  calls: number;
}

/** The calls of `forward` from images of `inputShape` to the scores, the same when training and when evaluating. */
export function followForward(
  interpreter: Interpreter,
  root: ModuleValue,
  inputShape: Shape,
  progress: Progress,
): TracedCall[] {
  const training = followOnce(interpreter, root, inputShape, true, progress);
  const drops = training.some(({ layer, module }) => !module && layer.type.startsWith("Dropout"));
  if (interpreter.hasAskedForTraining || drops) {
    const evaluating = followOnce(interpreter, root, inputShape, false, progress);
    refuseDifference(training, evaluating, forwardHeading(root));
  }
  return training;
}

function followOnce(
  interpreter: Interpreter,
  root: ModuleValue,
  inputShape: Shape,
  isTraining: boolean,
  progress: Progress,
): TracedCall[] {
  const names = new Map(namedModules(root).map(([path, module]) => [module, path]));
  const trace = new Trace(module => names.get(module) ?? module.type);
  interpreter.trace = trace;
  interpreter.isTraining = isTraining;
  interpreter.isFollowingForward = true;
  const heading = forwardHeading(root);
  try {
    const input = { kind: "tensor", shape: [BATCH, ...inputShape], origin: "input" } as const;
    const result = interpreter.call(root, [{ value: input, range: heading }], heading);
    const output = chooseOutput(result, trace, heading);
    return callsTo(output, trace.calls);
  } finally {
    progress.calls = Math.max(progress.calls, trace.calls.length);
  }
}

/** Dropout aside, both modes must do the same. */
function refuseDifference(
  training: readonly TracedCall[],
  evaluating: readonly TracedCall[],
  heading: SourceRange,
): void {
  const [one, other] = [training, evaluating].map(calls =>
    calls.filter(({ layer }) => !layer.type.startsWith("Dropout")),
  ) as [TracedCall[], TracedCall[]];
  const isSame = (a: TracedCall, b: TracedCall | undefined) =>
    b && a.module === b.module && JSON.stringify(a.layer) === JSON.stringify(b.layer);
  const differing = one.find((call, at) => !isSame(call, other[at])) ?? other[one.length];
  if (differing) refuse(differing.range, REASONS.modeDependent);
  if (one.length !== other.length) refuse(heading, REASONS.modeDependent);
}

function forwardHeading(root: ModuleValue): SourceRange {
  const forward = root.class && findInClass(root.class, "forward");
  const isDefined = forward?.kind === "function" && forward.definition.kind === "function";
  return isDefined ? forward.definition.heading : (root.class?.definition.heading ?? root.range);
}
