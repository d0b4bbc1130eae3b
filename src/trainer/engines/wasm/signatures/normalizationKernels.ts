/** Normalizations: `kernels/layerNorm.ts` and `kernels/batchNorm.ts`. */
export interface NormalizationKernels {
  layerNorm(
    input: number,
    output: number,
    stride: number,
    begin: number,
    end: number,
    columns: number,
    eps: number,
    weight: number,
    bias: number,
    statistics: number,
  ): void;
  layerNormBackward(
    input: number,
    outputGradient: number,
    inputGradient: number,
    stride: number,
    begin: number,
    end: number,
    columns: number,
    weight: number,
    statistics: number,
  ): void;
  updateLayerNorm(
    optimizer: number,
    rows: number,
    input: number,
    outputGradient: number,
    stride: number,
    begin: number,
    end: number,
    statistics: number,
    weight: number,
    weightExtent: number,
    weightSquares: number,
    bias: number,
    biasExtent: number,
    biasSquares: number,
    scratch: number,
  ): void;
  batchStatistics(
    input: number,
    stride: number,
    rows: number,
    begin: number,
    end: number,
    means: number,
    variances: number,
  ): void;
  trackStatistics(running: number, fresh: number, share: number, factor: number, begin: number, end: number): void;
  invertDeviations(variances: number, eps: number, begin: number, end: number, inverses: number): void;
  normalizeColumns(
    input: number,
    output: number,
    stride: number,
    beginRow: number,
    endRow: number,
    begin: number,
    end: number,
    means: number,
    inverses: number,
    weight: number,
    bias: number,
  ): void;
  batchNormBackward(
    input: number,
    outputGradient: number,
    inputGradient: number,
    stride: number,
    rows: number,
    begin: number,
    end: number,
    means: number,
    inverses: number,
    weight: number,
    weightGradient: number,
    biasGradient: number,
  ): void;
}
