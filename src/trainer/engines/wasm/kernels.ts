/**
 * The functions of `kernels/index.ts`, which explain themselves there. Arguments named after data are addresses in
 * bytes, strides and extents are bytes, counts are values.
 */
export interface Kernels {
  barrier(state: number, threads: number): void;

  encodeImages(
    pixels: number,
    count: number,
    size: number,
    background: number,
    starts: number,
    entries: number,
  ): number;
  openImages(order: number, begin: number, end: number, starts: number, begins: number, ends: number): number;
  decodeImages(
    order: number,
    begin: number,
    end: number,
    pixels: number,
    size: number,
    table: number,
    values: number,
    stride: number,
  ): void;

  clearLists(ends: number, count: number, middle: number, listBytes: number): void;
  prependRows(begin: number, end: number, rowBegins: number, rowEnds: number, listBegins: number): void;
  appendRows(begin: number, end: number, rowBegins: number, rowEnds: number, listEnds: number): void;

  multiplySparse(
    beginRow: number,
    endRow: number,
    rowBegins: number,
    rowEnds: number,
    weights: number,
    inputs: number,
    weightSums: number,
    bias: number,
    background: number,
    scale: number,
    beginBlock: number,
    endBlock: number,
    output: number,
    outputStride: number,
    scratch: number,
  ): void;
  sumWeights(weights: number, inputs: number, beginBlock: number, endBlock: number, weightSums: number): void;
  updateSparse(
    optimizer: number,
    rows: number,
    listBegins: number,
    listEnds: number,
    weights: number,
    weightsExtent: number,
    inputs: number,
    weightSums: number,
    bias: number,
    biasExtent: number,
    background: number,
    scale: number,
    beginBlock: number,
    endBlock: number,
    gradient: number,
    gradientStride: number,
    scratch: number,
    weightSquares: number,
    biasSquares: number,
  ): void;

  multiply(
    a: number,
    aStride: number,
    rows: number,
    weights: number,
    depth: number,
    panelCount: number,
    bias: number,
    c: number,
    cStride: number,
  ): void;
  multiplyTransposed(
    a: number,
    aStride: number,
    rows: number,
    weights: number,
    depth: number,
    columns: number,
    c: number,
    cStride: number,
    scratch: number,
  ): void;
  updateDense(
    optimizer: number,
    rows: number,
    input: number,
    inputStride: number,
    gradient: number,
    gradientStride: number,
    weights: number,
    weightsExtent: number,
    depth: number,
    begin: number,
    end: number,
    scratch: number,
    squares: number,
  ): void;
  updateBias(
    optimizer: number,
    rows: number,
    gradient: number,
    gradientStride: number,
    bias: number,
    biasExtent: number,
    begin: number,
    end: number,
    scratch: number,
    squares: number,
  ): void;

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
