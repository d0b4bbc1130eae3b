import type { ListedTensor, TensorStatistics } from "../../src/protocol/inspector";

/** What a column of the table is sorted by. */
export const COLUMN_KEYS = [
  "name",
  "dtype",
  "shape",
  "elements",
  "bytes",
  "l2",
  "min",
  "max",
  "mean",
  "std",
  "zeros",
] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

/** Without a column, tensors stand as in the file. */
export interface Sorting {
  readonly column: ColumnKey;
  readonly isDescending: boolean;
}

type StatisticsOf = (index: number) => TensorStatistics | undefined;

/** The indexes of the tensors that every word of `filter` occurs in, in the order of `sorting`; what has no number is last. */
export function arrangeTensors(
  tensors: readonly ListedTensor[],
  statisticsOf: StatisticsOf,
  filter: string,
  sorting: Sorting | undefined,
): number[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const indexes = [...tensors.keys()].filter(index => {
    const { name, dtype, shape } = tensors[index]!;
    const text = `${name} ${dtype} [${shape.join(", ")}]`.toLowerCase();
    return words.every(word => text.includes(word));
  });
  if (!sorting) return indexes;
  const { column, isDescending } = sorting;
  const direction = isDescending ? -1 : 1;
  if (column === "name" || column === "dtype") {
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    return indexes.sort((a, b) => direction * compare(tensors[a]![column], tensors[b]![column]) || a - b);
  }
  const keys = new Map(indexes.map(index => [index, numberIn(column, tensors[index]!, statisticsOf(index))]));
  return indexes.sort((a, b) => compareNumbers(keys.get(a)!, keys.get(b)!, direction) || a - b);
}

function compareNumbers(a: number, b: number, direction: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return direction * (a < b ? -1 : a > b ? 1 : 0);
}

function numberIn(
  column: Exclude<ColumnKey, "name" | "dtype">,
  tensor: ListedTensor,
  statistics: TensorStatistics | undefined,
): number {
  switch (column) {
    case "shape":
      return tensor.shape.length * 1e18 + (tensor.shape[0] ?? 0);
    case "elements":
      return tensor.elementCount;
    case "bytes":
      return tensor.byteLength;
    case "zeros":
      return statistics ? statistics.zeros / tensor.elementCount : NaN;
    default: {
      const value = statistics?.[column];
      return value === undefined ? NaN : Number(value);
    }
  }
}
