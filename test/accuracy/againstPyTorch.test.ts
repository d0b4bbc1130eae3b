import { setFlagsFromString } from "node:v8";
import { FLOAT64 } from "../../src/trainer/engines/reference/precision";
import { ReferenceEngine, referenceFactory } from "../../src/trainer/engines/reference/referenceEngine";
import { wasmFactory } from "../../src/trainer/engines/wasm/wasmEngine";
import { candidateOf } from "../support/engineSuite";
import { describeAgainstPyTorch } from "../support/pytorchSuite";

// what V8's second compiler makes of the kernels, which so few steps would not reach
setFlagsFromString("--wasm-tiering-budget=1");
setFlagsFromString("--wasm-sync-tier-up");

const [reference, wasm] = [await candidateOf(referenceFactory), await candidateOf(wasmFactory)];
const withThreads = (threads: number): typeof wasm.create => {
  return inputs => wasmFactory.create({ ...inputs, threads });
};

describeAgainstPyTorch(
  [
    {
      ...reference,
      name: "reference in float64",
      create: inputs => Promise.resolve(new ReferenceEngine(inputs, FLOAT64)),
      precision: "double",
    },
    { ...wasm, name: "wasm, one thread", create: withThreads(1) },
    { ...wasm, name: "wasm, two threads", create: withThreads(2) },
  ],
  235,
);
