import { availableParallelism } from "node:os";
import { vi } from "vitest";
import { wasmFactory } from "../../../../../src/trainer/engines/wasm/wasmEngine";
import { candidateOf, describeEngine } from "../../../../support/engineSuite";

const own = await candidateOf(wasmFactory);
const cores = availableParallelism();
const withThreads = (threads: number): typeof own.create => {
  return inputs => wasmFactory.create({ ...inputs, threads });
};
/** Older runtimes do not know the instructions of relaxed SIMD and so find fault with those kernels. */
const withPlainSimd: typeof own.create = async inputs => {
  const validate = vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
  const engine = await wasmFactory.create({ ...inputs, threads: 1 });
  validate.mockRestore();
  if (!engine.device.includes("with SIMD")) throw new Error(`This is not plain SIMD: ${engine.device}`);
  return engine;
};
const single = cores === 1 ? "this machine has one core" : undefined;

describeEngine({ ...own, name: "wasm, one thread", create: withThreads(1) });
describeEngine({
  ...own,
  name: "wasm, a thread for each core",
  create: withThreads(cores),
  reason: own.reason ?? single,
});
describeEngine({ ...own, name: "wasm, on a runtime without relaxed SIMD", create: withPlainSimd });
describeEngine({ ...own, name: "wasm, while it finds out how many threads are best" });
