/** Whether kernels are built for registers of eight values; `buildWasm.mjs` says it to the compiler. */
declare const WIDE: bool;
