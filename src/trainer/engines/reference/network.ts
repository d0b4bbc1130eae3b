import { layerKind, type Layer } from "../../../model/layers";
import type { ModelSpec } from "../../../model/modelSpec";
import { stateEntries } from "../../../model/stateDict";
import type { Weights } from "../engine";
import type { Batch, Operation, Parameter } from "./operation";
import { OPERATIONS, type OperationContext } from "./operations";
import type { Precision, Reals } from "./precision";

/** The operations of a model and the tensors they own, by PyTorch name. */
export class Network {
  readonly #operations: readonly Operation[];
  readonly #tensors: ReadonlyMap<string, Parameter>;
  readonly #firstTrained: number;
  /** The trained tensors in the order of `named_parameters()`. */
  readonly parameters: readonly Parameter[];

  constructor(model: ModelSpec, weights: Weights, precision: Precision) {
    const entries = stateEntries(model).map(({ name, trained }) => {
      const values = precision.allocate(weights.get(name)!.length);
      values.set(weights.get(name)!);
      return { name, trained, parameter: { values, gradient: precision.allocate(values.length) } };
    });
    this.#tensors = new Map(entries.map(({ name, parameter }) => [name, parameter]));
    this.parameters = entries.filter(entry => entry.trained).map(entry => entry.parameter);
    this.#operations = model.calls.map(({ layer, module }) =>
      createOperation(layer, { precision, parameter: name => this.#tensors.get(`${module ?? ""}.${name}`)! }),
    );
    this.#firstTrained = model.calls.findIndex(({ layer }) => layerKind(layer).tensors(layer).length > 0);
  }

  /** `[rows, outputs]` for `[rows, inputs]`. */
  forward(input: Batch, training: boolean): Reals {
    return this.#operations.reduce((batch, operation) => operation.forward(batch, training), input).values;
  }

  /** Sets the gradients of all parameters for the batch of the last `forward`. */
  backward(outputGradient: Reals): void {
    for (const { gradient } of this.parameters) gradient.fill(0);
    // what comes before the first layer with parameters needs no gradient
    this.#operations.reduceRight(
      (gradient, operation, index) => operation.backward(gradient, index > this.#firstTrained),
      outputGradient,
    );
  }

  weights(): Weights {
    return new Map([...this.#tensors].map(([name, { values }]) => [name, Float32Array.from(values)]));
  }
}

function createOperation(layer: Layer, context: OperationContext): Operation {
  const create = OPERATIONS[layer.type] as ((layer: Layer, context: OperationContext) => Operation) | undefined;
  if (!create) throw new Error(`The reference engine has no ${layer.type}; whyUnable should have said so.`);
  return create(layer, context);
}
