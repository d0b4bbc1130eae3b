// What the engine calls; `kernels.ts` beside this folder says the same to TypeScript.
export { barrier } from "./barrier";
export { crossEntropy, predict } from "./crossEntropy";
export { updateBias, updateDense } from "./denseLinear";
export { decodeImages, encodeImages, openImages } from "./images";
export { appendRows, clearLists, prependRows } from "./inputLists";
export { multiply, multiplyTransposed } from "./multiply";
export { relu, reluGradient } from "./relu";
export { multiplySparse, sumWeights, updateSparse } from "./sparseLinear";
