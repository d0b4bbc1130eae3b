import { callShapes } from "../../../model/callShapes";
import { layerKind, type Layer } from "../../../model/layers";
import type { ModelSpec } from "../../../model/modelSpec";
import { elementCount, namedParameters } from "../../../model/stateDict";
import type { TrainingSettings } from "../../../model/trainingSettings";
import { ActivationSpace, valueAt, type Activation } from "./activationSpace";
import { joinPhases, unitKernel, type Kernel, type Phase, type UnitPhase } from "./kernels/phase";
import { prelude, type PreludeFacts } from "./kernels/prelude";
import { shared } from "./kernels/wgsl";
import { IMAGE_PRESERVING } from "../imagePreserving";
import { OPERATIONS } from "./operations";
import { createLinear, MOST_CACHED_CHUNKS } from "./operations/linear";
import { imageSource, valuesSource } from "./operations/linearSource";
import { lossPhase } from "./operations/loss";
import type { Operation } from "./operations/operation";
import type { OperationContext } from "./operations/operationContext";
import { optimizerUpdate } from "./optimizers";
import type { ModelParameters } from "./modelParameters";
import { clippedUpdate, storeGradient } from "./clippedUpdate";
import { SlotLayout } from "./slotLayout";

/** What a program is made for. */
export interface ProgramPlan {
  readonly model: ModelSpec;
  readonly settings: TrainingSettings;
  readonly parameters: ModelParameters;
  /** Steps of training, the test set's losses and classes, or the outputs for values that are given. */
  readonly purpose: "training" | "evaluation" | "outputs";
  /** The most rows of a batch. */
  readonly rows: number;
  /** Threads of a workgroup. */
  readonly threads: number;
  /** Training images or test images. */
  readonly imageCount: number;
  /** The most steps of a submission, as far as their results stay within reason. */
  readonly mostSlots: number;
}

/** A layer's dropout in one step. */
export interface DropoutMask {
  readonly p: number;
  readonly width: number;
  /** Where the mask begins among the bits of a step. */
  readonly firstBit: number;
}

/** Kernels for one batch, in order, and the memory they work on. */
export interface Program {
  readonly kernels: readonly Kernel[];
  /** Gathers the results of the steps of a submission. */
  readonly gather: Kernel | undefined;
  readonly space: ActivationSpace;
  readonly slots: number;
  readonly layout: SlotLayout;
  readonly masks: readonly DropoutMask[];
  readonly maskWords: number;
  readonly input: Activation | undefined;
  readonly output: Activation;
}

/** Results of steps are kept in no more memory than this, as far as one step leaves a choice. */
const RESULT_FLOATS = 4_000_000;

/** Generates the kernels of a model's training, evaluation or outputs. */
export function createProgram(plan: ProgramPlan): Program {
  const { model, settings, parameters, rows, threads, purpose } = plan;
  const training = purpose === "training";
  const space = new ActivationSpace(rows);
  const layout = new SlotLayout(
    rows,
    namedParameters(model).map(({ name }) => name),
  );
  const masks: DropoutMask[] = [];
  let maskBits = 0;
  const firstTrained = model.calls.findIndex(({ layer }) => layerKind(layer).tensors(layer).length > 0);
  const contextOf = (call: number): OperationContext => {
    const module = model.calls[call]!.module ?? "";
    return {
      space,
      threads,
      training,
      wantsInputGradient: call > firstTrained,
      parameter: name => parameters.rows(`${module}.${name}`),
      squares: (name, count) => `s.slot * SLOT_FLOATS + ${layout.reserve(`${module}.${name}`, count)}u`,
      mask: (p, width) => {
        const firstBit = maskBits;
        maskBits += rows * width;
        masks.push({ p, width, firstBit });
        return firstBit;
      },
    };
  };
  const { operations, input, first } = createOperations(plan, space, contextOf);
  const output = operations.at(-1)!.output;
  const maskWords = Math.ceil(maskBits / 32);
  const slots = Math.max(1, Math.min(plan.mostSlots, Math.floor(RESULT_FLOATS / layout.floats)));
  const clipsNorm = settings.clipping?.kind === "norm";
  const [scale, shift] = affine(settings);
  const size = elementCount(model.inputShape);
  const facts: PreludeFacts = {
    threads,
    pixels: { scale, shift },
    labelsAt: plan.imageCount * Math.ceil(size / 4),
    isOrdered: training,
    slotFloats: layout.floats,
    batchRows: rows,
    maskWords,
    cachedChunks: Math.max(1, ...parameters.linearRows.map(({ chunks }) => chunks).filter(isCached)),
    update: training ? optimizerUpdate(settings) + (clipsNorm ? storeGradient : updateAtOnce) : "",
  };
  const text = prelude(facts);
  const phases: Phase[] = [...first, ...operations.map(({ forward }) => forward)];
  if (purpose !== "outputs") phases.push(lossPhase(settings.loss, output, training));
  if (training) phases.push(...operations.flatMap(({ backward }) => backward ?? []).reverse());
  const kernels = joinPhases(phases, text);
  const gathering = (steps: number): UnitPhase => ({ scope: "unit", groups: steps, code: layout.gather(slots) });
  if (training) {
    kernels.push(
      unitKernel(
        operations.flatMap(({ update }) => update ?? []),
        text,
      ),
    );
    if (clipsNorm) {
      kernels.push(unitKernel([gathering(1)], text));
      kernels.push(unitKernel([clippedUpdate(parameters, layout, slots, threads)], text));
    }
  }
  const gather = training && !clipsNorm ? unitKernel([gathering(slots)], text) : undefined;
  return { kernels, gather, space, slots, layout, masks, maskWords, input, output };
}

const updateAtOnce = /* wgsl */ `
fn update(k: u32, gradient: vec4f, is_used: vec4<bool>) -> vec4f { return change(k, gradient, is_used); }`;

function isCached(chunks: number): boolean {
  return chunks <= MOST_CACHED_CHUNKS;
}

/** The operations of a model's calls, with what brings the images into the activations where that is needed first. */
function createOperations(
  { model, purpose, settings }: ProgramPlan,
  space: ActivationSpace,
  contextOf: (call: number) => OperationContext,
): { operations: Operation[]; input: Activation | undefined; first: Phase[] } {
  const { calls } = model;
  const size = elementCount(model.inputShape);
  const shapes = callShapes(model);
  const start = calls.findIndex(({ layer }) => !IMAGE_PRESERVING.has(layer.type));
  const takesImages = purpose !== "outputs" && calls[start]!.layer.type === "Linear";
  const input = takesImages ? undefined : space.activation(size);
  const operations: Operation[] = [];
  let current = input;
  calls.forEach(({ layer }, call) => {
    if (call < start) return;
    const context = contextOf(call);
    const operation =
      layer.type === "Linear"
        ? linear(current, elementCount(shapes[call]!.inputShape), settings.clipping?.kind !== "norm", context)
        : createOperation(layer, current!, context);
    if (!operation) return;
    operations.push(operation);
    current = operation.output;
  });
  return { operations, input, first: input && purpose !== "outputs" ? [decodeImages(size, input)] : [] };
}

function linear(
  input: Activation | undefined,
  width: number,
  canLookAhead: boolean,
  context: OperationContext,
): Operation {
  const { chunks } = context.parameter("weight")!;
  return input
    ? createLinear(valuesSource(input.values, chunks), input, false, context)
    : createLinear(imageSource(width, chunks), undefined, canLookAhead, context);
}

function createOperation(layer: Layer, input: Activation, context: OperationContext): Operation | undefined {
  const create = OPERATIONS[layer.type as keyof typeof OPERATIONS] as
    ((layer: Layer, input: Activation, context: OperationContext) => Operation | undefined) | undefined;
  if (!create) throw new Error(`The WebGPU engine has no ${layer.type}; whyUnable should have said so.`);
  return create(layer, input, context);
}

/** Brings the images of a batch into the activations. */
function decodeImages(size: number, { values }: Activation): Phase {
  const words = Math.ceil(size / 4);
  const code = `let image = sampleAt(s.first + row) * ${words}u;
    ${shared("k", size, `${valueAt(values, "row", "k")} = image4(image + (k >> 2u))[k & 3u];`)}`;
  return { scope: "row", gathers: false, code };
}

/** `(byte / 255 - mean) / std` as `byte * scale + shift`. */
function affine({ normalize: { mean, std } }: TrainingSettings): [number, number] {
  return [1 / (255 * std), -mean / std];
}
