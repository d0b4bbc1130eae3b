/** A tensor on TensorFlow's device. */
export interface Tensor {
  readonly shape: readonly number[];
  data(): Promise<Float32Array | Int32Array | Uint8Array>;
  dispose(): void;
}

/** A tensor that lives on beyond the tidy it is changed in. */
export interface Variable extends Tensor {
  assign(value: Tensor): void;
}

type Operand = Tensor | number;
type Binary = (a: Operand, b: Operand) => Tensor;
type Unary = (x: Tensor) => Tensor;
type Reduction = (x: Tensor, axis?: number | readonly number[], keepDims?: boolean) => Tensor;

/** The part of tfjs that the engine uses, as `@tensorflow/tfjs-core` 4 declares it; the package is no dependency. */
export interface Tensorflow {
  readonly version: { readonly "tfjs-node"?: string };
  backend(): { readonly isUsingGpuDevice?: boolean; readonly binding?: { readonly TF_Version?: string } };
  memory(): { readonly numTensors: number };

  tensor(values: Float32Array | Int32Array, shape: readonly number[], dtype: "float32" | "int32"): Tensor;
  scalar(value: number): Tensor;
  zeros(shape: readonly number[]): Tensor;
  variable(initial: Tensor, trainable: boolean): Variable;
  /** Disposes every tensor that `compute` makes, except those it returns and variables. */
  tidy<T extends Tensor | readonly Tensor[] | object>(compute: () => T): T;
  keep(tensor: Tensor): Tensor;

  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly minimum: Binary;
  readonly maximum: Binary;
  readonly greater: Binary;
  readonly less: Binary;
  readonly greaterEqual: Binary;

  readonly neg: Unary;
  readonly sign: Unary;
  readonly square: Unary;
  readonly sqrt: Unary;
  readonly exp: Unary;
  readonly expm1: Unary;
  readonly log: Unary;
  readonly log1p: Unary;
  readonly relu: Unary;
  readonly tanh: Unary;
  readonly sigmoid: Unary;
  readonly erf: Unary;

  readonly sum: Reduction;
  readonly mean: Reduction;
  readonly max: Reduction;
  argMax(x: Tensor, axis: number): Tensor;

  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  where(condition: Tensor, whenTrue: Operand, whenFalse: Operand): Tensor;
  clipByValue(x: Tensor, low: number, high: number): Tensor;
  cast(x: Tensor, dtype: "float32" | "bool"): Tensor;
  reshape(x: Tensor, shape: readonly number[]): Tensor;
  slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor;
  gather(x: Tensor, indices: Tensor): Tensor;
  concat(tensors: readonly Tensor[]): Tensor;
  split(x: Tensor, sizes: readonly number[]): Tensor[];
  stack(tensors: readonly Tensor[]): Tensor;
}
