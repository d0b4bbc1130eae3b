import { callShapes } from "../../../model/callShapes";
import { layerKind, type Layer } from "../../../model/layers";
import type { ModelSpec } from "../../../model/modelSpec";
import type { Operation, Pass } from "./operation";
import type { OperationContext } from "./operationContext";
import { OPERATIONS } from "./operations";
import type { Tensor, Tensorflow, Variable } from "./tensorflow";

/** One call of the forward pass and where its input comes from: an earlier call, or -1 for the images. */
interface NetworkCall {
  readonly operation: Operation;
  readonly input: number;
}

/** What the operations of a network share. */
export type NetworkContext = Pick<OperationContext, "tf" | "constant" | "dropoutSource"> & {
  /** Of each full name of the state dict the first one of the same tensor, which is the one it goes by here. */
  readonly firstNames: ReadonlyMap<string, string>;
  readonly trained: ReadonlySet<string>;
  readonly buffers: ReadonlyMap<string, Variable>;
};

/** The operations of a model in the order of its calls. */
export class Network {
  readonly #calls: readonly NetworkCall[];
  readonly #firstTrained: number;
  readonly #tf: Tensorflow;

  constructor(model: ModelSpec, context: NetworkContext) {
    this.#tf = context.tf;
    const shapes = callShapes(model);
    this.#calls = model.calls.map(({ layer, module = "", inputs }, index) => {
      const nameOf = (name: string) => context.firstNames.get(`${module}.${name}`) ?? "";
      const operation = createOperation(layer, {
        ...context,
        inputShape: shapes[index]!.inputShape,
        parameter: name => (context.trained.has(nameOf(name)) ? pass => pass.parameter(nameOf(name)) : undefined),
        buffer: name => context.buffers.get(nameOf(name)),
      });
      return { operation, input: inputs?.[0] ?? index - 1 };
    });
    this.#firstTrained = model.calls.findIndex(({ layer }) => layerKind(layer).tensors(layer).length > 0);
  }

  /** `[rows, outputs]` for `[rows, inputs]`. */
  forward(images: Tensor, pass: Pass): Tensor {
    const outputs: Tensor[] = [];
    for (const { operation, input } of this.#calls) {
      outputs.push(operation.forward(input < 0 ? images : outputs[input]!, pass));
    }
    return outputs.at(-1)!;
  }

  /** Gathers the gradients of all parameters of `pass`, the one of the last `forward`. */
  backward(outputGradient: Tensor, pass: Pass): void {
    const gradients: (Tensor | undefined)[] = [];
    gradients[this.#calls.length - 1] = outputGradient;
    for (let index = this.#calls.length - 1; index >= this.#firstTrained; index--) {
      const gradient = gradients[index];
      if (!gradient) continue; // nothing that counts comes from this call
      const { operation, input } = this.#calls[index]!;
      // what comes before the first layer with parameters needs no gradient
      const inputGradient = operation.backward(gradient, pass, index > this.#firstTrained);
      if (input < 0 || !inputGradient) continue;
      const known = gradients[input];
      gradients[input] = known ? this.#tf.add(known, inputGradient) : inputGradient;
    }
  }
}

function createOperation(layer: Layer, context: OperationContext): Operation {
  const create = OPERATIONS[layer.type] as ((layer: Layer, context: OperationContext) => Operation) | undefined;
  if (!create) throw new Error(`The TensorFlow engine has no ${layer.type}; whyUnable should have said so.`);
  return create(layer, context);
}
