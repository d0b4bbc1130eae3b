import { describe, expect, test } from "vitest";
import { DTYPES, type DtypeName } from "../../../src/formats/dtype";
import { readElements } from "../../../src/formats/readElements";
import { readFromMemory } from "../../../src/formats/reading";
import { StorageReader } from "../../../src/formats/storageReader";
import { contiguousStrides, countElements } from "../../../src/formats/tensorLayout";
import { readTensorStats, type TensorStats } from "../../../src/formats/tensorStats";
import { toFloat32 } from "../../../src/formats/tensorValues";
import type { TensorEntry } from "../../../src/formats/weightsIndex";
import { seededTest } from "../../support/seededTest";
import { createDraw } from "../../support/mutateWeights";

/** A tensor over `file`, which is nothing but its storage. */
function tensorOver(file: Uint8Array, dtype: DtypeName, shape: number[], strides?: number[], offset = 0): TensorEntry {
  const payload = { name: "the storage", begin: 0, storedLength: file.length, length: file.length, deflated: false };
  return {
    name: "t",
    path: ["t"],
    dtype,
    shape,
    strides: strides ?? contiguousStrides(shape),
    offset,
    elementCount: countElements(shape),
    storage: { key: "0", byteLength: file.length, payload },
    requiresGrad: false,
    isParameter: false,
  };
}

const statsOf = (file: Uint8Array, tensor: TensorEntry): TensorStats =>
  readFromMemory(file, readTensorStats(new StorageReader(), tensor));

const bytesOf = (values: ArrayBufferView) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The plain way: all values in memory, two passes. */
function plainStats(values: readonly number[]) {
  const finite = values.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const deviations = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    l2: Math.sqrt(finite.reduce((sum, value) => sum + value * value, 0)),
    min: finite.length > 0 ? finite.reduce((a, b) => Math.min(a, b)) : undefined,
    max: finite.length > 0 ? finite.reduce((a, b) => Math.max(a, b)) : undefined,
    mean: finite.length > 0 ? mean : undefined,
    std: finite.length > 1 ? Math.sqrt(deviations / (finite.length - 1)) : undefined,
    zeros: finite.filter(value => value === 0).length,
    nan: values.filter(Number.isNaN).length,
    inf: values.filter(value => Math.abs(value) === Infinity).length,
  };
}

seededTest("any layout has the statistics of its values", 200, seed => {
  const draw = createDraw(seed);
  const shape = Array.from({ length: draw(5) }, () => draw(6));
  const strides = shape.map(() => draw(40));
  const offset = draw(10);
  const last = shape.reduce((sum, size, dim) => sum + Math.max(size - 1, 0) * strides[dim]!, offset);
  const storage = Float32Array.from(
    { length: last + 1 },
    () => [0, NaN, Infinity, -Infinity][draw(20)] ?? draw(100) - 50,
  );
  const file = bytesOf(storage);
  const tensor = tensorOver(file, "float32", shape, strides, offset);

  const values = [...toFloat32("float32", tensor, file)];
  const elements = readFromMemory(file, readElements(new StorageReader(), tensor, 0, tensor.elementCount));
  expect(elements).toEqual(values);
  if (tensor.elementCount > 16 * storage.length) return; // refused: it repeats its bytes too often
  const { first8, ...stats } = statsOf(file, tensor);
  expect(first8).toEqual(values.slice(0, 8));
  for (const [name, wanted] of Object.entries(plainStats(values))) {
    const found = stats[name as keyof typeof stats];
    if (wanted === undefined) expect(found, name).toBeUndefined();
    else expect(found, name).toBeCloseTo(wanted, 9);
  }
});

test("a tensor larger than a window is measured whole", () => {
  const values = Float32Array.from({ length: 700_000 }, (_, index) => Math.fround(Math.sin(index)) + 1000);
  const file = bytesOf(values);
  const transposed = tensorOver(file, "float32", [1000, 700], [1, 1000]);
  const { mean, std } = plainStats([...values]);
  for (const tensor of [tensorOver(file, "float32", [700, 1000]), transposed]) {
    const stats = statsOf(file, tensor);
    expect(stats.mean).toBeCloseTo(mean!, 9);
    expect(stats.std).toBeCloseTo(std!, 9);
  }
});

test("an expanded tensor counts its repeats without visiting them", () => {
  const file = bytesOf(Float32Array.of(3, 0));
  const stats = statsOf(file, tensorOver(file, "float32", [2, 2 ** 40], [1, 0]));
  expect(stats).toMatchObject({ l2: 3 * 2 ** 20, min: 0, max: 3, mean: 1.5, zeros: 2 ** 40 });
  expect(stats.std).toBeCloseTo(1.5, 9);
});

test("a tensor that visits its bytes beyond all measure is refused", () => {
  const file = bytesOf(new Float32Array(2000));
  const tensor = tensorOver(file, "float32", [1000, 1000], [1, 1]);
  expect(() => statsOf(file, tensor)).toThrow(/repeats its stored bytes far too often/);
});

describe("integers beyond 2^53", () => {
  const file = bytesOf(BigInt64Array.of(2n ** 62n, 5n, -(2n ** 63n), 2n ** 53n + 1n));

  test("are exact", () => {
    const stats = statsOf(file, tensorOver(file, "int64", [4]));
    expect(stats).toMatchObject({ min: -(2n ** 63n), max: 2n ** 62n });
    expect(stats.first8).toEqual([2n ** 62n, 5, -(2n ** 63n), 2n ** 53n + 1n]);
  });

  test("are numbers where they are small", () => {
    const small = bytesOf(BigInt64Array.of(-3n, 7n));
    expect(statsOf(small, tensorOver(small, "int64", [2]))).toMatchObject({ min: -3, max: 7, mean: 2 });
  });
});

test("complex numbers have a norm, but no order", () => {
  const file = bytesOf(Float32Array.of(3, 4, 0, 0, NaN, 1, 1, -Infinity));
  const stats = statsOf(file, tensorOver(file, "complex64", [4]));
  expect(stats).toEqual({
    l2: 5,
    zeros: 1,
    nan: 1,
    inf: 1,
    first8: [
      [3, 4],
      [0, 0],
      [NaN, 1],
      [1, -Infinity],
    ],
  });
});

test("booleans are counted as 0 and 1", () => {
  const file = Uint8Array.of(0, 1, 1, 0);
  const stats = statsOf(file, tensorOver(file, "bool", [4]));
  expect(stats).toMatchObject({ min: 0, max: 1, mean: 0.5, zeros: 2, first8: [false, true, true, false] });
});

test("an empty tensor has a norm of 0 and nothing else", () => {
  const file = new Uint8Array(0);
  expect(statsOf(file, tensorOver(file, "float32", [0, 3]))).toEqual({ l2: 0, zeros: 0, nan: 0, inf: 0, first8: [] });
});

test("packed types have none", () => {
  const file = Uint8Array.of(1, 2, 3);
  expect(() => statsOf(file, tensorOver(file, "float6_e2m3fn", [4]))).toThrow(/float6_e2m3fn are not decoded/);
});

describe("small floats", () => {
  const decode = (dtype: DtypeName, bits: number) =>
    DTYPES[dtype].decode!(new DataView(Uint16Array.of(bits).buffer), 0);

  test.each<[DtypeName, number, number]>([
    ["float16", 0x3c00, 1],
    ["float16", 0x0001, 2 ** -24],
    ["float16", 0x7bff, 65504],
    ["float16", 0xfc00, -Infinity],
    ["bfloat16", 0xbfc0, -1.5],
    ["float8_e4m3fn", 0x7e, 448],
    ["float8_e4m3fn", 0x7f, NaN],
    ["float8_e4m3fn", 0x01, 2 ** -9],
    ["float8_e5m2", 0x7b, 57344],
    ["float8_e5m2", 0xfc, -Infinity],
    ["float8_e5m2", 0x7d, NaN],
    ["float8_e4m3fnuz", 0x7f, 240],
    ["float8_e4m3fnuz", 0x80, NaN],
    ["float8_e5m2fnuz", 0x7f, 57344],
    ["float8_e8m0fnu", 0x00, 2 ** -127],
    ["float8_e8m0fnu", 0xff, NaN],
  ])("%s 0x%x", (dtype, bits, value) => {
    expect(decode(dtype, bits)).toBe(value);
  });
});
