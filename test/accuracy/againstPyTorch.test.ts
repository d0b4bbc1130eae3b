import { FLOAT64 } from "../../src/trainer/engines/reference/precision";
import { ReferenceEngine, referenceFactory } from "../../src/trainer/engines/reference/referenceEngine";
import { wasmFactory } from "../../src/trainer/engines/wasm/wasmEngine";
import { candidateOf } from "../support/engineSuite";
import { describeAgainstPyTorch } from "../support/pytorchSuite";
import { tierUpAtOnce } from "../support/tierUpAtOnce";

tierUpAtOnce();

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
