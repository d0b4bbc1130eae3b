/** What every network ends in: `kernels/crossEntropy.ts`, `kernels/losses.ts`, `kernels/predict.ts`, `kernels/optimizer.ts` and `kernels/barrier.ts`. */
export interface TrainingKernels {
  barrier(state: number, threads: number): void;
  applyGradient(
    optimizer: number,
    values: number,
    extent: number,
    gradient: number,
    count: number,
    squares: number,
  ): void;
  applyStored(optimizer: number, values: number, extent: number, count: number, factor: number): void;
  crossEntropy: LossKernel;
  negativeLogLikelihood: LossKernel;
  meanSquaredError: LossKernel;
  predict(
    outputs: number,
    stride: number,
    begin: number,
    end: number,
    classes: number,
    order: number,
    predictions: number,
  ): void;
}

type LossKernel = (
  outputs: number,
  stride: number,
  begin: number,
  end: number,
  classes: number,
  order: number,
  labels: number,
  factor: number,
  losses: number,
  gradient: number,
) => void;
