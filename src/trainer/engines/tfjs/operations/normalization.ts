import type { Parameter, Pass } from "../operation";
import { addGradient } from "../operationContext";
import type { Tensor, Tensorflow } from "../tensorflow";

type InPass = ((pass: Pass) => Parameter) | undefined;

/** z = (x - mean) / sqrt(variance + eps) along some axes, then weight and bias where there are some. */
export class Normalization {
  #z!: Tensor;
  #deviation!: Tensor;

  /** `affineShape` is how weight and bias lie against the values. */
  constructor(
    private readonly tf: Tensorflow,
    private readonly axes: readonly number[],
    private readonly affineShape: readonly number[],
    private readonly eps: Tensor,
    private readonly affine: { readonly weight: InPass; readonly bias: InPass },
  ) {}

  /** With the statistics of `x` itself; the variance divides by the number of values. */
  forward(x: Tensor, pass: Pass): { output: Tensor; mean: Tensor; variance: Tensor } {
    const { tf, axes } = this;
    const mean = tf.mean(x, axes, true);
    const centered = tf.sub(x, mean);
    const variance = tf.mean(tf.square(centered), axes, true);
    this.#deviation = tf.sqrt(tf.add(variance, this.eps));
    this.#z = tf.div(centered, this.#deviation);
    return { output: this.#scale(this.#z, pass), mean, variance };
  }

  withStatistics(x: Tensor, mean: Tensor, variance: Tensor, pass: Pass): Tensor {
    const { tf, affineShape } = this;
    const deviation = tf.reshape(tf.sqrt(tf.add(variance, this.eps)), affineShape);
    return this.#scale(tf.div(tf.sub(x, tf.reshape(mean, affineShape)), deviation), pass);
  }

  /** Of `forward`. */
  backward(outputGradient: Tensor, pass: Pass): Tensor {
    const { tf, axes, affineShape } = this;
    const z = this.#z;
    const weight = this.affine.weight?.(pass);
    const bias = this.affine.bias?.(pass);
    const others = affineShape.flatMap((size, axis) => (size === 1 ? axis : []));
    const sumUp = (parameter: Parameter, g: Tensor) =>
      addGradient(tf, parameter, tf.reshape(tf.sum(g, others), parameter.value.shape));
    if (weight) sumUp(weight, tf.mul(outputGradient, z));
    if (bias) sumUp(bias, outputGradient);
    const slopes = weight ? tf.mul(outputGradient, tf.reshape(weight.value, affineShape)) : outputGradient;
    const product = tf.mul(z, tf.mean(tf.mul(slopes, z), axes, true));
    return tf.div(tf.sub(tf.sub(slopes, tf.mean(slopes, axes, true)), product), this.#deviation);
  }

  #scale(z: Tensor, pass: Pass): Tensor {
    const { tf, affineShape } = this;
    const { weight, bias } = this.affine;
    const scaled = weight ? tf.mul(z, tf.reshape(weight(pass).value, affineShape)) : z;
    return bias ? tf.add(scaled, tf.reshape(bias(pass).value, affineShape)) : scaled;
  }
}
