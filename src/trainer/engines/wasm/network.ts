import { layerKind, type Layer } from "../../../model/layers";
import type { ModelSpec } from "../../../model/modelSpec";
import { elementCount, namedParameters, stateEntries } from "../../../model/stateDict";
import type { Weights } from "../engine";
import { inCacheLines, type Arena } from "./arena";
import type { Kernels } from "./kernels";
import type { Activation } from "./matrix";
import type { Operation, ThreadRoom } from "./operation";
import { IMAGE_PRESERVING } from "../imagePreserving";
import { OPERATIONS } from "./operations";
import { createDecodeImages } from "./operations/decodeImages";
import type { DropoutMask, OperationContext } from "./operations/operationContext";
import { createGivenValues } from "./operations/givenValues";
import { createSparseLinear, type SparsePixels } from "./operations/sparseLinear";
import { Parameter, type PanelLayout } from "./parameter";

/** What a network is given: images of which only a part differs from the background, whole images, or any values. */
export type NetworkInput =
  | ({ readonly kind: "sparse-images" } & SparsePixels)
  | { readonly kind: "images"; readonly pixelValues: Float32Array }
  | { readonly kind: "values" };

/** What a network is planned from; equal plans on equal arenas give equal addresses. */
export interface NetworkPlan {
  readonly model: ModelSpec;
  readonly input: NetworkInput;
  /** The most rows a batch has. */
  readonly capacity: number;
  /** How many arrays of its own size are kept for a parameter that is trained. */
  readonly parameterArrays: number;
  /** The most steps of a group. */
  readonly groupSteps: number;
}

/** The operations of a model, and the memory of its tensors. */
export class Network {
  readonly operations: readonly Operation[];
  /** What the last operation gives. */
  readonly output: Activation;
  readonly parameterCount: number;
  readonly dropoutMasks: DropoutMask[] = [];
  readonly #parameters = new Map<string, Parameter>();
  /** Tensors of modules that the forward pass does not call. */
  #idle = new Map<string, Float32Array>();
  readonly #memory: WebAssembly.Memory;
  #scratchBytes = 0;
  #keptBytes = 0;

  constructor(
    private readonly plan: NetworkPlan,
    kernels: Kernels,
    arena: Arena,
  ) {
    this.#memory = arena.memory;
    const names = namedParameters(plan.model).map(({ name }) => name);
    this.parameterCount = names.length;
    const { calls } = plan.model;
    const firstTrained = calls.findIndex(({ layer }) => layerKind(layer).tensors(layer).length > 0);
    const dropoutMask = (p: number, columns: number): DropoutMask => {
      const stepBytes = plan.capacity * columns;
      const mask = { p, columns, stepBytes, address: arena.reserve(plan.groupSteps * stepBytes) };
      this.dropoutMasks.push(mask);
      return mask;
    };
    const contextOf = (module: string | undefined, call: number): OperationContext => ({
      kernels,
      arena,
      capacity: plan.capacity,
      wantsInputGradient: call > firstTrained,
      parameter: (name, layout) => this.#parameter(`${module ?? ""}.${name}`, names, layout, arena),
      dropoutMask,
      reserveScratch: bytes => (this.#scratchBytes = Math.max(this.#scratchBytes, inCacheLines(bytes))),
      reserveKept: bytes => (this.#keptBytes += inCacheLines(bytes)) - inCacheLines(bytes),
    });

    const start = calls.findIndex(({ layer }) => !IMAGE_PRESERVING.has(layer.type));
    const operations = [createFirst(plan, calls[start]!.layer, contextOf(calls[start]!.module, start))];
    calls.forEach(({ layer, module }, call) => {
      if (call < start || (call === start && plan.input.kind === "sparse-images")) return;
      const operation = createOperation(layer, operations.at(-1)!.output, contextOf(module, call));
      if (operation) operations.push(operation);
    });
    this.operations = operations;
    this.output = operations.at(-1)!.output;
  }

  /** What each thread needs for itself, in bytes. */
  get roomBytes(): number {
    return this.#keptBytes + this.#scratchBytes;
  }

  /** The room at `address`, `roomBytes` long. */
  roomAt(address: number): ThreadRoom {
    return { kept: address, scratch: address + this.#keptBytes };
  }

  writeWeights(weights: Weights): void {
    this.#idle = new Map([...weights].filter(([name]) => !this.#parameters.has(name)));
    for (const [name, parameter] of this.#parameters) parameter.write(this.#memory, weights.get(name)!);
    for (const operation of this.operations) operation.parametersChanged?.({ index: 0, count: 1 });
  }

  /** Puts what an optimizer remembers of the parameters into its array number `array`, times `scale`. */
  writeState(array: number, values: Weights, scale: number): void {
    for (const [name, own] of values) this.#parameters.get(name)?.writeState(this.#memory, array, own, scale);
  }

  readWeights(): Weights {
    const read = (name: string) => this.#parameters.get(name)?.read(this.#memory) ?? this.#idle.get(name)!;
    return new Map(stateEntries(this.plan.model).map(({ name }) => [name, read(name)]));
  }

  /** The parameters that are trained. */
  get trained(): readonly Parameter[] {
    return [...this.#parameters.values()].filter(({ index }) => index >= 0);
  }

  #parameter(name: string, names: readonly string[], layout: PanelLayout, arena: Arena): Parameter {
    const index = names.indexOf(name);
    const parameter = new Parameter(arena, index, layout, index < 0 ? 0 : this.plan.parameterArrays);
    this.#parameters.set(name, parameter);
    return parameter;
  }
}

/** Whether the first layer that computes something is linear, which it can be on sparse images. */
export function startsLinear({ calls }: ModelSpec): boolean {
  return calls.find(({ layer }) => !IMAGE_PRESERVING.has(layer.type))?.layer.type === "Linear";
}

/** What makes the first activation: the first layer itself on sparse images. */
function createFirst({ model, input }: NetworkPlan, layer: Layer, context: OperationContext): Operation {
  const size = elementCount(model.inputShape);
  switch (input.kind) {
    case "sparse-images":
      if (layer.type !== "Linear") throw new Error(`A ${layer.type} layer cannot take sparse images.`);
      return createSparseLinear(layer, input, context);
    case "images":
      return createDecodeImages(size, input.pixelValues, context);
    case "values":
      return createGivenValues(size, context);
  }
}

function createOperation(layer: Layer, input: Activation, context: OperationContext): Operation | undefined {
  const create = OPERATIONS[layer.type] as
    ((layer: Layer, input: Activation, context: OperationContext) => Operation | undefined) | undefined;
  if (!create) throw new Error(`The WASM engine has no ${layer.type}; whyUnable should have said so.`);
  return create(layer, input, context);
}
