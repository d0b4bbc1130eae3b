import { availableParallelism } from "node:os";
import { wasmFactory } from "../../../../../src/trainer/engines/wasm/wasmEngine";
import { candidateOf, describeEngine } from "../../../../support/engineSuite";

const own = await candidateOf(wasmFactory);
const cores = availableParallelism();
const withThreads = (threads: number): typeof own.create => {
  return inputs => wasmFactory.create({ ...inputs, threads });
};
const single = cores === 1 ? "this machine has one core" : undefined;

describeEngine({ ...own, name: "wasm, one thread", create: withThreads(1) });
describeEngine({
  ...own,
  name: "wasm, a thread for each core",
  create: withThreads(cores),
  reason: own.reason ?? single,
});
describeEngine({ ...own, name: "wasm, while it finds out how many threads are best" });
