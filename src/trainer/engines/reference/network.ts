import { callShapes } from "../../../model/callShapes";
import { layerKind, type Layer } from "../../../model/layers";
import type { ModelSpec } from "../../../model/modelSpec";
import { stateEntries } from "../../../model/stateDict";
import type { Weights } from "../engine";
import type { DropoutSource } from "./dropout";
import { FORWARDS } from "./forwards/forwards";
import type { Batch, Forward, Operation, Parameter } from "./operation";
import { OPERATIONS, type OperationContext } from "./operations";
import type { Precision, Reals } from "./precision";

/** One call of the forward pass and where its inputs come from: earlier calls, or -1 for the images. */
interface NetworkCall {
  readonly operation: Forward | Operation;
  readonly input: number;
  readonly others: readonly number[];
}

/** The operations of a model and the tensors they own, by PyTorch name. */
export class Network {
  readonly #calls: readonly NetworkCall[];
  readonly #tensors: ReadonlyMap<string, Parameter>;
  readonly #firstTrained: number;
  /** The trained tensors in the order of `named_parameters()`. */
  readonly parameters: readonly Parameter[];

  constructor(model: ModelSpec, weights: Weights, dropoutSource: DropoutSource, precision: Precision) {
    const entries = stateEntries(model).map(({ name, trained }) => {
      const values = precision.allocate(weights.get(name)!.length);
      values.set(weights.get(name)!);
      return { name, trained, parameter: { values, gradient: precision.allocate(values.length) } };
    });
    this.#tensors = new Map(entries.map(({ name, parameter }) => [name, parameter]));
    this.parameters = entries.filter(entry => entry.trained).map(entry => entry.parameter);
    const shapes = callShapes(model);
    this.#calls = model.calls.map(({ layer, module, inputs = [] }, index) => {
      const [input = index - 1, ...others] = inputs;
      const operation = createOperation(layer, {
        precision,
        dropoutSource,
        ...shapes[index]!,
        otherShapes: others.map(other => (other < 0 ? model.inputShape : shapes[other]!.outputShape)),
        parameter: name => this.#tensors.get(`${module ?? ""}.${name}`),
      });
      return { operation, input, others };
    });
    this.#firstTrained = model.calls.findIndex(({ layer }) => layerKind(layer).tensors(layer).length > 0);
  }

  /** `[rows, outputs]` for `[rows, inputs]`. */
  forward(images: Batch, training: boolean): Reals {
    const outputs: Batch[] = [];
    const outputOf = (index: number) => (index < 0 ? images : outputs[index]!);
    for (const { operation, input, others } of this.#calls) {
      outputs.push(operation.forward(outputOf(input), training, others.map(outputOf)));
    }
    return outputs.at(-1)!.values;
  }

  /** Sets the gradients of all parameters for the batch of the last `forward`. */
  backward(outputGradient: Reals): void {
    for (const { gradient } of this.parameters) gradient.fill(0);
    const gradients: (Reals | undefined)[] = [];
    gradients[this.#calls.length - 1] = outputGradient;
    for (let index = this.#calls.length - 1; index >= this.#firstTrained; index--) {
      const gradient = gradients[index];
      if (!gradient) continue; // nothing that counts comes from this call
      const { operation, input } = this.#calls[index]!;
      if (!("backward" in operation)) throw new Error("A layer of this network is not trained; its obstacle says so.");
      // what comes before the first layer with parameters needs no gradient
      const inputGradient = operation.backward(gradient, index > this.#firstTrained);
      if (input < 0) continue;
      const known = gradients[input];
      gradients[input] = known ? known.map((value, k) => value + inputGradient[k]!) : inputGradient;
    }
  }

  weights(): Weights {
    return new Map([...this.#tensors].map(([name, { values }]) => [name, Float32Array.from(values)]));
  }
}

function createOperation(layer: Layer, context: OperationContext): Forward | Operation {
  const create = (OPERATIONS[layer.type] ?? FORWARDS[layer.type]) as
    ((layer: Layer, context: OperationContext) => Forward | Operation) | undefined;
  if (!create) throw new Error(`The reference engine has no ${layer.type}; whyUnable should have said so.`);
  return create(layer, context);
}
