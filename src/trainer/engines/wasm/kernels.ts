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

  crossEntropy(
    logits: number,
    stride: number,
    begin: number,
    end: number,
    classes: number,
    order: number,
    labels: number,
    factor: number,
    losses: number,
    gradient: number,
  ): void;
  predict(
    logits: number,
    stride: number,
    begin: number,
    end: number,
    classes: number,
    order: number,
    predictions: number,
  ): void;
}
