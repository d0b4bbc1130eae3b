import type { ModelSpec, Shape, SourceRange } from "../../modelSpec";
import { buildModel } from "./buildModel";
import type { ModelClass } from "./findModelClasses";
import { firstCallArguments } from "./firstCall";
import { followForward, type Progress } from "./followForward";
import { defineClass, findInClass } from "./interpreter/classes";
import { requiredParameters } from "./interpreter/functions";
import type { Interpreter } from "./interpreter/interpreter";
import { createInterpreter, type PythonFile } from "./pythonFile";
import { REASONS } from "./reasons";
import { Refused, refuse } from "../refusal";
import { followStartOutside } from "./startOutside";
import { staticScope } from "./staticScope";
import type { Reason } from "../reason";
import type { ClassValue, ModuleValue } from "./values/values";

/** What one image may look like when it reaches `forward`: as it is, or as a row that the caller has flattened. */
const INPUT_SHAPES: readonly Shape[] = [[1, 28, 28], [784]];

/** What could be read of a model class; with `obstacle` it is understood, but its training would not start as PyTorch's. */
export type ModelOutcome =
  | { readonly model: ModelSpec; readonly obstacle?: { readonly reason: Reason; readonly range: SourceRange } }
  | { readonly refused: Refused };

/** Reads one class: constructs it and follows `forward` for each form of input that it may want. */
export function readModel(file: PythonFile, found: ModelClass): ModelOutcome {
  let furthest: { readonly refused: Refused; readonly calls: number } | undefined;
  for (const inputShape of INPUT_SHAPES) {
    const progress = { calls: -1 };
    try {
      return followClass(file, found, inputShape, progress);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const isFurther =
        !furthest || progress.calls > furthest.calls || (furthest.calls === progress.calls && wantsRow(error));
      if (isFurther) furthest = { refused: error, calls: progress.calls };
      if (progress.calls < 0) break;
    }
  }
  return { refused: furthest!.refused };
}

/** A first layer that takes features gets the image as a row, so the sizes that matter are those of a row. */
const wantsRow = ({ details }: Refused) => details.misfit?.unit === "features";

function followClass(
  file: PythonFile,
  { definition, inside }: ModelClass,
  inputShape: Shape,
  progress: Progress,
): ModelOutcome {
  refuseUnfinished(file, definition);
  const interpreter = createInterpreter(file);
  const { construction } = interpreter;
  const scope = staticScope(interpreter, file, inside);
  const owner = defineClass(interpreter, definition, scope);
  scope.assign(definition.name, owner);
  const root = construct(interpreter, file, owner);
  followStartOutside(interpreter, file, definition, root);
  const calls = followForward(interpreter, root, inputShape, progress);
  const model = buildModel(root, calls, inputShape, construction);
  return construction.obstacle ? { model, obstacle: construction.obstacle } : { model };
}

function construct(interpreter: Interpreter, file: PythonFile, owner: ClassValue): ModuleValue {
  const { heading } = owner.definition;
  const constructor = findInClass(owner, "__init__");
  const needed =
    constructor?.kind === "function" && constructor.definition.kind === "function"
      ? requiredParameters(constructor.definition)
      : [];
  const passed = needed.length === 0 ? [] : firstCallArguments(interpreter, file, owner.definition);
  if (!passed) {
    const asksFor = needed.map(({ name }) => name);
    const values = [owner.name, asksFor.map(name => `\`${name}\``).join(", ")];
    const { from, to } = needed[0]!;
    throw new Refused({ template: REASONS.needsArguments, values }, { from, to }, { asksFor });
  }
  const root = interpreter.call(owner, passed, heading);
  if (root.kind !== "module") return refuse(heading, REASONS.noModule, owner.name);
  return root.isInitialized ? root : refuse(heading, REASONS.noSuper, owner.name);
}

function refuseUnfinished(file: PythonFile, { from, to }: SourceRange): void {
  // what is missing at the end of a class is an error of no length right behind it
  const error = file.errors.find(
    range => range.to > from && (range.from < to || (range.from === to && range.to === to)),
  );
  if (error) refuse(error, REASONS.unfinished);
}
