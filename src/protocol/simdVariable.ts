/** Names the variable of a trainer's environment that, at `128`, keeps its kernels from registers of 256 bits. */
export const SIMD_VARIABLE = "TRAIN_LENS_SIMD";
