import { expect, test } from "vitest";
import { FormatError } from "../../../src/formats/formatError";
import { inspectWeights } from "../../../src/formats/inspectWeights";
import { readFromMemory } from "../../../src/formats/reading";
import { StorageReader } from "../../../src/formats/storageReader";
import { readTensorHistogram } from "../../../src/formats/tensorHistogram";
import { readTensorSlice } from "../../../src/formats/tensorSlice";
import type { TensorEntry } from "../../../src/formats/weightsIndex";
import { readStateDict, writeSafetensors } from "../../../src/formats/weightsFile";
import { createDraw, mutate, mutationsFor } from "../../support/mutateWeights";
import { fixtureFiles, readFixture } from "../../support/weightsFixtures";

/** `FUZZ_CASES=1000000 npx vitest run test/unit/formats/fuzz.test.ts` for a long run; `TEST_SEED` repeats one case. */
const CASES = Number(process.env["FUZZ_CASES"] ?? 20_000);
const FIRST_SEED = Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 32));
const MAX_CASE_CPU_MS = 1000;
const MAX_ADDED_BYTES = 512 * 1024 * 1024;

/** Tensors of a file that are looked at more closely. */
const MAX_SHOWN = 3;

const EXAMPLES = [
  ...fixtureFiles().map(({ folder, name }) => ({ name, kind: "torch" as const, bytes: readFixture(folder, name) })),
  {
    name: "safetensors",
    kind: "safetensors" as const,
    bytes: writeSafetensors([
      { name: "fc1.weight", dtype: "float32", shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
      { name: "steps", dtype: "int64", shape: [], data: BigInt64Array.of(7n) },
      { name: "empty", dtype: "float16", shape: [0, 4], data: new Uint16Array(0) },
    ]),
  },
].map(example => ({ ...example, mutations: mutationsFor(example.bytes, example.kind) }));
const safetensors = EXAMPLES.at(-1)!;

/** The sentence of a refusal; anything but a `FormatError` is a bug and passes through. */
function refusalOf(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

/** What the inspector asks of a tensor that is chosen: its histogram, and the corner of a slice. */
function readShown(file: Uint8Array, tensor: TensorEntry): void {
  const reader = new StorageReader();
  const { shape, elementCount } = tensor;
  const sentence = refusalOf(() => {
    readFromMemory(file, readTensorHistogram(reader, tensor, { min: -1, max: 1, binCount: 8 }));
  });
  expect(sentence ?? "Fine indeed.").toMatch(/^[A-Z].{8,400}\.$/s);
  if (elementCount === 0) return;
  const axis = (dimension: number) => ({ dimension, begin: 0, count: Math.min(4, shape[dimension]!), step: 1 });
  const [rows, columns] = shape.length > 1 ? [axis(shape.length - 2), axis(shape.length - 1)] : [undefined, undefined];
  const slice = { at: shape.map(size => size - 1), ...(rows && { rows }), ...(columns && { columns }) };
  refusalOf(() => {
    const elements = readFromMemory(file, readTensorSlice(reader, tensor, slice));
    expect(elements).toHaveLength((rows?.count ?? 1) * (columns?.count ?? 1));
  });
}

function runCase(seed: number): void {
  const draw = createDraw(seed);
  // Every eighth case is a safetensors file; the others are spread over the folders.
  const { bytes, mutations } = draw(8) === 0 ? safetensors : EXAMPLES[draw(EXAMPLES.length)]!;
  const mutated = mutate(bytes, mutations, draw);
  const cpu = process.cpuUsage();
  const strict = refusalOf(() => {
    for (const tensor of readStateDict(mutated).values()) {
      if (!tensor.dtype.startsWith("complex")) tensor.toFloat32();
    }
  });
  const inspected = refusalOf(() => {
    const { index, problems } = readFromMemory(mutated, inspectWeights(mutated.length, { stats: true }));
    for (const tensor of index.tensors.slice(0, MAX_SHOWN)) readShown(mutated, tensor);
    if (problems[0] !== undefined) throw new FormatError(problems[0]);
  });
  if (strict === undefined) expect(inspected).toBeUndefined();
  for (const sentence of [strict, inspected]) expect(sentence ?? "Fine indeed.").toMatch(/^[A-Z].{8,400}\.$/s);
  const { user, system } = process.cpuUsage(cpu);
  expect((user + system) / 1000).toBeLessThan(MAX_CASE_CPU_MS);
}

test(
  `${CASES} mutated files are read or refused, from seed ${FIRST_SEED}`,
  () => {
    const memory = process.resourceUsage().maxRSS * 1024;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed++) {
      try {
        runCase(seed);
      } catch (error) {
        throw new Error(`fails with TEST_SEED=${seed} FUZZ_CASES=1`, { cause: error });
      }
    }
    expect(process.resourceUsage().maxRSS * 1024 - memory).toBeLessThan(MAX_ADDED_BYTES);
  },
  60_000 + CASES * 10,
);
