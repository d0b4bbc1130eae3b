import { describe, expect, test } from "vitest";
import { readElements, type Element } from "../../../src/formats/readElements";
import { readFromMemory } from "../../../src/formats/reading";
import { readWeightsIndex } from "../../../src/formats/readWeightsIndex";
import { StorageReader } from "../../../src/formats/storageReader";
import { isContiguous } from "../../../src/formats/tensorLayout";
import { readTensorStats } from "../../../src/formats/tensorStats";
import { readTensors } from "../../../src/formats/weightsFile";
import type { TensorEntry, WeightsIndex } from "../../../src/formats/weightsIndex";
import {
  expectedFiles,
  fixtureFiles,
  readFixture,
  type ExpectedFile,
  type ExpectedTensor,
} from "../../support/weightsFixtures";

const files = expectedFiles();
const loadable = files.filter(({ expect: verdict }) => verdict !== "refuse");

const nameOf = ({ path }: Pick<TensorEntry, "path">) => path.join("/");

function indexOf(bytes: Uint8Array): WeightsIndex {
  return readFromMemory(bytes, readWeightsIndex(bytes.length));
}

/** As the expectations write them: integers beyond 2^53 and non-finite numbers are strings. */
function asWritten(value: Element): unknown {
  if (typeof value === "object") return value;
  if (typeof value === "bigint") return value.toString();
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

function expectTensor(bytes: Uint8Array, found: TensorEntry, wanted: ExpectedTensor): void {
  expect(found).toMatchObject({ dtype: wanted.dtype, shape: wanted.shape });
  expect(found.requiresGrad).toBe(wanted.requires_grad ?? false);
  expect(found.isParameter).toBe(wanted.parameter ?? false);
  if (wanted.strides) expect(found).toMatchObject({ strides: wanted.strides, offset: wanted.storage_offset });
  else expect({ plain: isContiguous(found), offset: found.offset }).toEqual({ plain: true, offset: 0 });

  const reader = new StorageReader();
  const values = wanted.values ?? wanted.first8 ?? [];
  const read = readFromMemory(bytes, readElements(reader, found, 0, values.length));
  expect(read.map(asWritten)).toEqual(values);
  const stats = readFromMemory(bytes, readTensorStats(reader, found));
  expect(stats.first8.map(asWritten)).toEqual(values.slice(0, 8));
  if (typeof wanted.l2 === "number") expect(Math.abs(stats.l2 - wanted.l2)).toBeLessThanOrEqual(1e-6 * wanted.l2);
  else if (wanted.l2 !== undefined) expect(String(stats.l2)).toBe(wanted.l2);
}

function expectSharing({ tensors }: WeightsIndex, { share_storage }: ExpectedFile): void {
  const storages = [...new Set(tensors.map(({ storage }) => storage))];
  const groups = storages.map(storage => tensors.filter(tensor => tensor.storage === storage));
  const shared = groups.filter(group => group.length > 1).map(group => group.map(nameOf));
  expect(shared).toEqual(share_storage ?? []);
}

test("every file has its expectations", () => {
  const names = fixtureFiles().filter(({ folder }) => folder === "pth");
  expect(files.map(({ name }) => name).sort()).toEqual(names.map(({ name }) => name).sort());
});

describe.each(loadable.map(file => [file.name, file] as const))("%s", (name, file) => {
  const bytes = readFixture("pth", name);

  test("lists the tensors as PyTorch does", () => {
    const index = indexOf(bytes);
    expect(index.format).toBe(file.format);
    expect(index.topLevel).toBe(file.top_level);
    expect(index.tensors.map(nameOf)).toEqual(file.order);
    for (const tensor of index.tensors) expectTensor(bytes, tensor, file.tensors![nameOf(tensor)]!);
    expectSharing(index, file);
  });

  test("loads, or says which object of Python it needs", () => {
    const { problems } = indexOf(bytes);
    if (file.expect === "load") expect(problems).toEqual([]);
    if (problems.length > 0) {
      expect(() => readTensors(bytes)).toThrow(/needs the Python object "[\w.]+"/);
      return;
    }
    const tensors = readTensors(bytes);
    expect([...tensors.values()].map(nameOf)).toEqual(file.order);
    for (const tensor of tensors.values()) {
      const { values, first8 } = file.tensors![nameOf(tensor)]!;
      if (tensor.dtype.startsWith("complex")) continue;
      const wanted = (values ?? first8 ?? []).map(value => Math.fround(Number(value)));
      expect([...tensor.toFloat32()].slice(0, wanted.length)).toEqual(wanted);
    }
  });

  test("has the values beside the tensors", () => {
    const { scalars, problems } = indexOf(bytes);
    if (problems.length > 0) return;
    const wanted = Object.entries(file.scalars ?? {}).map(([path, value]) => [path.replaceAll("/", "."), value]);
    expect(Object.fromEntries(scalars)).toEqual(Object.fromEntries(wanted));
  });
});

describe.each(files.filter(({ expect: verdict }) => verdict === "refuse").map(file => file.name))("%s", name => {
  test("is refused by a sentence, and shows the tensors in it", () => {
    const bytes = readFixture("pth", name);
    expect(() => readTensors(bytes)).toThrow(
      /^The file needs the Python object "[\w.]+", (which torch\.load refuses by default|a kind of tensor that is not read here)\.$/,
    );
    expect(indexOf(bytes).tensors.length).toBeGreaterThan(0);
  });
});

test("the parameters of a pickled module have the names of its state dict", () => {
  const { tensors } = indexOf(readFixture("pth", "module_in_checkpoint_zip.pth"));
  expect(tensors.map(({ name }) => name)).toEqual(["net.fc.weight", "net.fc.bias"]);
});
