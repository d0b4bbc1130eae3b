import type { ElementwiseKernels } from "./signatures/elementwiseKernels";
import type { ImageKernels } from "./signatures/imageKernels";
import type { LinearKernels } from "./signatures/linearKernels";
import type { NormalizationKernels } from "./signatures/normalizationKernels";
import type { TrainingKernels } from "./signatures/trainingKernels";

/**
 * The functions of `kernels/index.ts`, which explain themselves there. Arguments named after data are addresses in
 * bytes, strides and extents are bytes, counts are values.
 */
export interface Kernels
  extends ImageKernels, LinearKernels, ElementwiseKernels, NormalizationKernels, TrainingKernels {}
