// What the engine calls; `kernels.ts` beside this folder says the same to TypeScript.
export { activate, activateBackward } from "./activations";
export { barrier } from "./barrier";
export { batchNormBackward, batchStatistics, invertDeviations, normalizeColumns, trackStatistics } from "./batchNorm";
export { crossEntropy } from "./crossEntropy";
export { updateBias, updateDense } from "./denseLinear";
export { copy, dropout } from "./dropout";
export { decodeImages, encodeImages, openImages } from "./images";
export { appendRows, clearLists } from "./inputLists";
export { layerNorm, layerNormBackward, updateLayerNorm } from "./layerNorm";
export { meanSquaredError, negativeLogLikelihood } from "./losses";
export { multiply, multiplyTransposed } from "./multiply";
export { applyGradient, applyStored } from "./optimizer";
export { predict } from "./predict";
export { relu, reluGradient } from "./relu";
export { softmax, softmaxBackward } from "./softmax";
export { multiplySparse, sumWeights, updateSparse } from "./sparseLinear";
