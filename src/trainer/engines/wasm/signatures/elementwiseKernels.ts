/** Layers without weights: `kernels/relu.ts`, `kernels/activations.ts`, `kernels/softmax.ts` and `kernels/dropout.ts`. */
export interface ElementwiseKernels {
  relu(input: number, output: number, count: number): void;
  reluGradient(output: number, outputGradient: number, inputGradient: number, count: number): void;
  activate(
    kind: number,
    a: number,
    b: number,
    input: number,
    output: number,
    stride: number,
    rows: number,
    columns: number,
  ): void;
  activateBackward(
    kind: number,
    a: number,
    b: number,
    input: number,
    output: number,
    outputGradient: number,
    inputGradient: number,
    stride: number,
    rows: number,
    columns: number,
  ): void;
  softmax(isLog: boolean, input: number, output: number, stride: number, rows: number, columns: number): void;
  softmaxBackward(
    isLog: boolean,
    output: number,
    outputGradient: number,
    inputGradient: number,
    stride: number,
    rows: number,
    columns: number,
  ): void;
  copy(from: number, to: number, bytes: number): void;
  dropout(
    keeps: number,
    scale: number,
    input: number,
    output: number,
    stride: number,
    begin: number,
    end: number,
    columns: number,
  ): void;
}
