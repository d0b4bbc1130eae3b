import { availableParallelism } from "node:os";

/** The WASM engine takes no more. */
const MOST_THREADS = 16;

/** As many as there are cores, for parts whose contestants must have the same: what each finds fastest may differ by chance. */
export const THREADS = Math.min(availableParallelism(), MOST_THREADS);
