import { expect, test } from "vitest";
import type { ListedTensor, TensorStatistics } from "../../../../src/protocol/inspector";
import { arrangeTensors, type Sorting } from "../../../../webview/inspector/arrangeTensors";

const tensor = (name: string, elementCount: number, dtype = "float32"): ListedTensor => ({
  name,
  dtype,
  shape: [elementCount],
  elementCount,
  byteLength: 4 * elementCount,
  storageBytes: 4 * elementCount,
  isParameter: false,
  requiresGrad: false,
});
const tensors = [
  tensor("fc10.weight", 30),
  tensor("fc2.weight", 20),
  tensor("fc2.bias", 2),
  tensor("step", 1, "int64"),
];
const statistics: Readonly<Record<number, TensorStatistics>> = {
  0: { l2: 3, min: "-9007199254740993", zeros: 0, nan: 0, inf: 0 },
  1: { l2: "Infinity", min: 0.5, zeros: 10, nan: 0, inf: 0 },
  2: { l2: "NaN", zeros: 2, nan: 0, inf: 0 },
};
const order = (filter: string, sorting?: Sorting) =>
  arrangeTensors(tensors, index => statistics[index], filter, sorting).map(index => tensors[index]!.name);

test("without a choice, tensors stand as in the file", () => {
  expect(order("")).toEqual(["fc10.weight", "fc2.weight", "fc2.bias", "step"]);
});

test("every word of the filter must occur in name, dtype or shape", () => {
  expect(order("WEIGHT fc2")).toEqual(["fc2.weight"]);
  expect(order("int64")).toEqual(["step"]);
  expect(order("[30]")).toEqual(["fc10.weight"]);
  expect(order("no such")).toEqual([]);
});

test("names with numbers are sorted as people count", () => {
  expect(order("fc", { column: "name", isDescending: false })).toEqual(["fc2.bias", "fc2.weight", "fc10.weight"]);
});

test("tensors without the number come last, whichever the direction", () => {
  expect(order("", { column: "l2", isDescending: true })).toEqual(["fc2.weight", "fc10.weight", "fc2.bias", "step"]);
  expect(order("", { column: "l2", isDescending: false })).toEqual(["fc10.weight", "fc2.weight", "fc2.bias", "step"]);
  expect(order("", { column: "min", isDescending: false }).slice(0, 2)).toEqual(["fc10.weight", "fc2.weight"]);
  expect(order("", { column: "zeros", isDescending: true }).slice(0, 2)).toEqual(["fc2.bias", "fc2.weight"]);
});
