import { elementCount, namedParameters, type StateEntry } from "../../../model/stateDict";
import type { ModelSpec } from "../../../model/modelSpec";
import type { Weights } from "../engine";
import type { Parameter } from "./operation";
import type { Tensor, Tensorflow, Variable } from "./tensorflow";

/**
 * All trained tensors as one vector on the device, in the order of `named_parameters()`: an optimizer then changes all
 * of them with the operations that one would take.
 */
export class ParameterVector {
  readonly values: Variable;
  readonly names: ReadonlySet<string>;
  readonly #entries: readonly StateEntry[];
  readonly #sizes: readonly number[];

  constructor(
    private readonly tf: Tensorflow,
    model: ModelSpec,
    weights: Weights,
  ) {
    this.#entries = namedParameters(model);
    this.names = new Set(this.#entries.map(({ name }) => name));
    this.#sizes = this.#entries.map(({ shape }) => elementCount(shape));
    this.values = this.variable(weights);
  }

  /** A variable of its own with something of each tensor, such as its value; zeros for one that has nothing. */
  variable(values: Weights): Variable {
    const joined = new Float32Array(this.#sizes.reduce((sum, size) => sum + size, 0));
    let begin = 0;
    this.#entries.forEach(({ name }, index) => {
      joined.set(values.get(name) ?? [], begin);
      begin += this.#sizes[index]!;
    });
    return this.tf.tidy(() => this.tf.variable(this.tf.tensor(joined, [joined.length], "float32"), false));
  }

  /** The tensors by name, without gradients yet. */
  take(): ReadonlyMap<string, Parameter> {
    const parts = this.tf.split(this.values, this.#sizes);
    return new Map(
      this.#entries.map(({ name, shape }, index) => [
        name,
        { value: this.tf.reshape(parts[index]!, shape), gradient: undefined },
      ]),
    );
  }

  /** The gradient of each tensor; zeros for one that the output does not depend on. */
  gradientsOf(parameters: ReadonlyMap<string, Parameter>): Tensor[] {
    return this.#entries.map(({ name, shape }) => parameters.get(name)!.gradient ?? this.tf.zeros(shape));
  }

  /** Gradients as one vector in the order of `values`. */
  join(gradients: readonly Tensor[]): Tensor {
    return this.tf.concat(gradients.map((gradient, index) => this.tf.reshape(gradient, [this.#sizes[index]!])));
  }

  async read(): Promise<Map<string, Float32Array>> {
    const joined = await this.values.data();
    let begin = 0;
    return new Map(
      this.#entries.map(({ name }, index) => {
        const values = Float32Array.from(joined.subarray(begin, begin + this.#sizes[index]!));
        begin += values.length;
        return [name, values];
      }),
    );
  }
}
