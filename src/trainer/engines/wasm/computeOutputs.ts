import type { ModelSpec } from "../../../model/modelSpec";
import type { Weights } from "../engine";
import { Arena, createMemory } from "./arena";
import { instantiateKernels } from "./compileKernels";
import type { Matrix } from "./matrix";
import { Network } from "./network";
import type { Work } from "./operation";

const ROWS_AT_ONCE = 64;
const NO_IMAGES = { count: 0, size: 0, labels: 0, order: 0, background: undefined, images: 0 };

/** A model's outputs for `count` inputs given as they are: a network of its own, in a memory that lives for this call. */
export function computeOutputs(
  model: ModelSpec,
  weights: Weights,
  inputs: Float32Array,
  count: number,
  module: WebAssembly.Module,
): Float32Array {
  const memory = createMemory();
  const kernels = instantiateKernels(module, memory);
  const arena = new Arena(memory);
  const plan = { model, input: { kind: "values" }, capacity: ROWS_AT_ONCE, parameterArrays: 0, groupSteps: 0 } as const;
  const network = new Network(plan, kernels, arena);
  network.writeWeights(weights);
  const room = network.roomAt(arena.reserve(network.roomBytes));
  const given = network.operations[0]!.output.values;
  const result = network.output.values;
  const outputs = new Float32Array(count * result.columns);
  for (let first = 0; first < count; first += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, count - first);
    rowViews(memory, given, rows).forEach((row, k) =>
      row.set(inputs.subarray((first + k) * given.columns, (first + k + 1) * given.columns)),
    );
    const work: Work = {
      set: NO_IMAGES,
      order: 0,
      rows,
      training: false,
      groupStep: 0,
      beginRow: 0,
      endRow: rows,
      share: { index: 0, count: 1 },
      room,
      optimizer: 0,
      squares: 0,
    };
    for (const { forward } of network.operations) forward.run(work);
    rowViews(memory, result, rows).forEach((row, k) => outputs.set(row, (first + k) * result.columns));
  }
  return outputs;
}

function rowViews(memory: WebAssembly.Memory, { address, columns, stride }: Matrix, rows: number): Float32Array[] {
  return Array.from({ length: rows }, (_, row) => new Float32Array(memory.buffer, address + row * stride, columns));
}
