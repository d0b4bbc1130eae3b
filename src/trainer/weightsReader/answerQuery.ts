import * as l10n from "@vscode/l10n";
import { FormatError } from "../../formats/formatError";
import { readElements, type Element } from "../../formats/readElements";
import type { Reading } from "../../formats/reading";
import { StorageReader } from "../../formats/storageReader";
import { readTensorHistogram } from "../../formats/tensorHistogram";
import { readTensorSlice } from "../../formats/tensorSlice";
import { readTensorStats, type TensorStats } from "../../formats/tensorStats";
import type { TensorEntry, WeightsIndex } from "../../formats/weightsIndex";
import type { PageQuery, QueryAnswers, TensorStatistics, WeightsAnswer, WireValue } from "../../protocol/inspector";
import { toWireNumber } from "../../protocol/trainer";
import { describeTensor, toJson } from "../inspect";

const BINS = 64;
/** More values than this are not copied. */
export const MAX_JSON_VALUES = 100_000;

/** What `query` asks about the file of `index`. Throws `FormatError` for values that cannot be read. */
export function* answerQuery(index: WeightsIndex, query: PageQuery): Reading<WeightsAnswer> {
  const tensor = index.tensors[query.tensor];
  if (!tensor) throw new RangeError("The file has no such tensor.");
  const reader = new StorageReader();
  switch (query.kind) {
    case "histogram":
      return yield* answerHistogram(reader, tensor);
    case "slice":
      return { values: (yield* readTensorSlice(reader, tensor, query.slice)).map(toWireValue) };
    case "json":
      return { text: yield* writeJson(reader, tensor, index.format !== "safetensors") };
    default:
      return query satisfies never;
  }
}

function* answerHistogram(reader: StorageReader, tensor: TensorEntry): Reading<QueryAnswers["histogram"]> {
  const stats = yield* readTensorStats(reader, tensor);
  const statistics = toStatistics(stats);
  if (stats.min === undefined || stats.max === undefined) return { statistics };
  const [min, max] = [Number(stats.min), Number(stats.max)];
  const counts = yield* readTensorHistogram(reader, tensor, { min, max, binCount: binCountFor(tensor, min, max) });
  return { statistics, histogram: { min, max, counts } };
}

/** Few whole numbers get a bin each, where that comes out even. */
function binCountFor({ dtype }: TensorEntry, min: number, max: number): number {
  const isWhole = /^u?int|^bool/.test(dtype);
  return min === max ? 1 : isWhole && max - min < BINS ? max - min + 1 : BINS;
}

/** The tensor in the words of `inspect --json --stats`, with all its values. */
function* writeJson(reader: StorageReader, tensor: TensorEntry, namesStorage: boolean): Reading<string> {
  if (tensor.elementCount > MAX_JSON_VALUES) {
    throw new FormatError(
      l10n.t(
        "The tensor has {0} values; at most {1} are copied. Copy PyTorch Snippet loads them all.",
        tensor.elementCount,
        MAX_JSON_VALUES,
      ),
    );
  }
  const stats = yield* readTensorStats(reader, tensor);
  const values = (yield* readElements(reader, tensor, 0, tensor.elementCount)).map(toJson);
  return JSON.stringify({ ...describeTensor(tensor, stats, namesStorage), values: nest(values, tensor.shape) });
}

function nest(values: readonly unknown[], [size, ...inner]: readonly number[]): unknown {
  if (size === undefined) return values[0];
  const width = values.length / size;
  return Array.from({ length: size }, (_, at) => nest(values.slice(at * width, (at + 1) * width), inner));
}

/** Statistics on their way to the page. */
export function toStatistics({ l2, min, max, mean, std, zeros, nan, inf }: TensorStats): TensorStatistics {
  return {
    l2: toWireNumber(l2),
    ...(min !== undefined && { min: toWireValue(min) }),
    ...(max !== undefined && { max: toWireValue(max) }),
    ...(mean !== undefined && { mean: toWireNumber(mean) }),
    ...(std !== undefined && { std: toWireNumber(std) }),
    zeros,
    nan,
    inf,
  };
}

function toWireValue(element: Element): WireValue {
  if (typeof element === "bigint") return `${element}`;
  if (typeof element === "boolean") return element ? 1 : 0;
  return toWireNumber(typeof element === "number" ? element : Math.hypot(...element));
}
