import type { ModelSpec, Shape, SourceRange } from "../../modelSpec";
import { buildModel } from "./buildModel";
import { FileScope } from "./fileScope";
import type { FileBindings } from "./fileBindings";
import { firstCallArguments, staticScope } from "./firstCall";
import type { ModelClass } from "./findModelClasses";
import { defineClass, findInClass } from "./interpreter/classes";
import { requiredParameters } from "./interpreter/functions";
import { Interpreter } from "./interpreter/interpreter";
import { REASONS } from "./reasons";
import { Refused, refuse, type Reason } from "./refusal";
import { Construction } from "./torch/construction";
import { modulePath } from "./torch/modulePath";
import { BATCH, Trace } from "./torch/trace";
import type { ParsedPython } from "./syntax/parsePython";
import type { ClassValue, ModuleValue } from "./values/values";
import { chooseOutput } from "./chooseOutput";

/** What one image may look like when it reaches `forward`: as it is, or as a row that the caller has flattened. */
const INPUT_SHAPES: readonly Shape[] = [[1, 28, 28], [784]];

/** What could be read of a model class. */
export type ModelOutcome =
  | { readonly model: ModelSpec; readonly obstacle?: { readonly reason: Reason; readonly range: SourceRange } }
  | { readonly refused: Refused };

/** Reads one class: constructs it and follows `forward` for each form of input that it may want. */
export function readModel(file: ParsedPython, bindings: FileBindings, found: ModelClass): ModelOutcome {
  let furthest: { readonly refused: Refused; readonly calls: number } | undefined;
  for (const inputShape of INPUT_SHAPES) {
    const progress = { calls: 0 };
    try {
      return followClass(file, bindings, found, inputShape, progress);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!furthest || progress.calls > furthest.calls) furthest = { refused: error, calls: progress.calls };
    }
  }
  return { refused: furthest!.refused };
}

function followClass(
  file: ParsedPython,
  bindings: FileBindings,
  { definition, inside }: ModelClass,
  inputShape: Shape,
  progress: { calls: number },
): ModelOutcome {
  refuseUnfinished(file, definition);
  const fileScope = new FileScope(bindings);
  const construction = new Construction();
  const interpreter = new Interpreter(fileScope, construction);
  fileScope.connect(interpreter);

  const scope = staticScope(interpreter, inside);
  const owner = defineClass(interpreter, definition, scope);
  scope.assign(definition.name, owner);
  const root = construct(interpreter, file, owner);

  const trace = new Trace(module => modulePath(root, module) ?? module.type);
  interpreter.trace = trace;
  try {
    const input = { kind: "tensor", shape: [BATCH, ...inputShape], origin: "input" } as const;
    const result = interpreter.call(root, [{ value: input, range: definition.heading }], definition.heading);
    const output = chooseOutput(result, forwardRange(owner));
    return buildModel(root, trace, output, inputShape, construction);
  } finally {
    progress.calls = trace.calls.length;
  }
}

function construct(interpreter: Interpreter, file: ParsedPython, owner: ClassValue): ModuleValue {
  const { heading } = owner.definition;
  const constructor = findInClass(owner, "__init__");
  const needed =
    constructor?.kind === "function" && constructor.definition.kind === "function"
      ? requiredParameters(constructor.definition)
      : [];
  const passed = needed.length === 0 ? [] : firstCallArguments(interpreter, file.statements, owner.definition);
  if (!passed) {
    const names = needed.map(({ name }) => `\`${name}\``).join(", ");
    return refuse(needed[0]!, REASONS.needsArguments, owner.name, names);
  }
  const root = interpreter.call(owner, passed, heading);
  if (root.kind !== "module") return refuse(heading, REASONS.noModule, owner.name);
  if (!root.isInitialized) return refuse(heading, REASONS.noSuper, owner.name);
  return root;
}

function forwardRange(owner: ClassValue): SourceRange {
  const forward = findInClass(owner, "forward");
  return forward?.kind === "function" && forward.definition.kind === "function"
    ? forward.definition.heading
    : owner.definition.heading;
}

function refuseUnfinished(file: ParsedPython, { from, to }: SourceRange): void {
  const error = file.errors.find(range => range.to >= from && range.from <= to);
  if (error) refuse(error, REASONS.unfinished);
}
