import * as l10n from "@vscode/l10n";
import { viewOf } from "./dataView";
import { DTYPE_OF_SAFETENSORS, type DtypeName } from "./dtype";
import { FormatError, quoted } from "./formatError";
import { HeaderObject, parseHeaderJson, type HeaderValue } from "./headerJson";
import { readBytes, type Reading } from "./reading";
import { byteLengthOf, contiguousStrides, countElements } from "./tensorLayout";
import { decodeUtf8 } from "./utf8";
import type { TensorEntry, WeightsIndex } from "./weightsIndex";

/** Bytes of the length in front of the header. */
export const LENGTH_BYTES = 8;
/** The reference implementation's limit. */
export const MAX_HEADER_BYTES = 100_000_000;

interface TensorInfo {
  readonly name: string;
  readonly dtype: DtypeName;
  readonly shape: readonly number[];
  /** Within the data section. */
  readonly begin: number;
  readonly end: number;
}

/** Reads and checks the header of a .safetensors file as the reference implementation does. Data are not touched. */
export function* readSafetensors(fileSize: number): Reading<WeightsIndex> {
  if (fileSize < LENGTH_BYTES)
    throw new FormatError(l10n.t("The safetensors file is too short for its header length."));
  const length = Number(viewOf(yield* readBytes(0, LENGTH_BYTES)).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES) {
    throw new FormatError(
      l10n.t("The safetensors header would have {0} bytes; the format allows 100,000,000.", length),
    );
  }
  if (LENGTH_BYTES + length > fileSize) {
    throw new FormatError(
      l10n.t("The file is cut off: its header would have {0} bytes, but the file has {1}.", length, fileSize),
    );
  }
  const text = decodeUtf8(yield* readBytes(LENGTH_BYTES, length));
  if (text === undefined) throw new FormatError(l10n.t("The safetensors header is no valid UTF-8."));
  const { infos, metadata } = parseHeader(text);
  const dataBegin = LENGTH_BYTES + length;
  checkOffsets(infos, fileSize - dataBegin);
  return {
    format: "safetensors",
    topLevel: "dict",
    tensors: infos.map(info => toEntry(info, dataBegin)),
    scalars: new Map(),
    metadata,
    problems: [],
    warnings: [],
  };
}

function parseHeader(text: string): { infos: TensorInfo[]; metadata: Map<string, string> } {
  const header = parseHeaderJson(text);
  if (!(header instanceof HeaderObject)) throw new FormatError(l10n.t("The safetensors header is no JSON object."));
  const infos = new Map<string, TensorInfo>();
  let metadata: Map<string, string> | undefined;
  for (const [name, value] of header.pairs) {
    if (name !== "__metadata__") infos.set(name, parseInfo(name, value));
    else if (metadata) throw new FormatError(l10n.t("The safetensors header has two __metadata__ entries."));
    else metadata = parseMetadata(value);
  }
  return { infos: [...infos.values()], metadata: metadata ?? new Map<string, string>() };
}

function parseMetadata(value: HeaderValue): Map<string, string> {
  const metadata = new Map<string, string>();
  if (value === null) return metadata;
  if (!(value instanceof HeaderObject))
    throw new FormatError(l10n.t("The __metadata__ of the safetensors header is no object."));
  for (const [key, text] of value.pairs) {
    if (typeof text !== "string") {
      throw new FormatError(l10n.t("The __metadata__ entry {0} of the safetensors header is no text.", quoted(key)));
    }
    metadata.set(key, text);
  }
  return metadata;
}

function parseInfo(name: string, value: HeaderValue): TensorInfo {
  const shown = quoted(name);
  if (!(value instanceof HeaderObject)) {
    throw new FormatError(l10n.t("The tensor {0} of the safetensors header is no object.", shown));
  }
  const field = (key: string): HeaderValue => {
    const [pair, second] = value.pairs.filter(([other]) => other === key);
    if (!pair) throw new FormatError(l10n.t("The tensor {0} of the safetensors header has no {1}.", shown, key));
    if (second)
      throw new FormatError(l10n.t("The tensor {0} of the safetensors header has two {1} fields.", shown, key));
    return pair[1];
  };
  const dtypeName = field("dtype");
  if (typeof dtypeName !== "string") {
    throw new FormatError(l10n.t("The tensor {0} of the safetensors header has no text as dtype.", shown));
  }
  const dtype = DTYPE_OF_SAFETENSORS.get(dtypeName);
  if (!dtype) {
    throw new FormatError(
      l10n.t("The tensor {0} of the safetensors header has an unknown dtype: {1}.", shown, quoted(dtypeName)),
    );
  }
  const shape = wholeNumbers(field("shape"));
  if (!shape) {
    throw new FormatError(
      l10n.t("The tensor {0} of the safetensors header has a shape that is no list of whole numbers.", shown),
    );
  }
  const offsets = wholeNumbers(field("data_offsets"));
  if (offsets?.length !== 2) {
    throw new FormatError(
      l10n.t("The tensor {0} of the safetensors header has data_offsets that are no pair of whole numbers.", shown),
    );
  }
  const [begin, end] = offsets as [number, number];
  return { name, dtype, shape, begin, end };
}

function wholeNumbers(value: HeaderValue): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const numbers = value.filter(item => typeof item === "number" && !Number.isNaN(item)) as number[];
  return numbers.length === value.length ? numbers : undefined;
}

/** The tensors must fill the data section from its first to its last byte, without holes and without overlap. */
function checkOffsets(infos: TensorInfo[], dataBytes: number): void {
  infos.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let next = 0;
  for (const { name, dtype, shape, begin, end } of infos) {
    if (begin !== next || end < begin) {
      throw new FormatError(
        l10n.t(
          "The tensor {0} lies at bytes {1} to {2} of the data, but should begin at byte {3}.",
          quoted(name),
          begin,
          end,
          next,
        ),
      );
    }
    const needed = byteLengthOf(dtype, countElements(shape));
    if (needed !== end - begin) {
      throw new FormatError(
        l10n.t(
          "The tensor {0} of shape [{1}] needs {2} bytes, but has {3}.",
          quoted(name),
          shape.join(", "),
          needed,
          end - begin,
        ),
      );
    }
    next = end;
  }
  if (next !== dataBytes) {
    throw new FormatError(
      l10n.t("The tensors of the file take {0} bytes, but {1} follow the header.", next, dataBytes),
    );
  }
}

function toEntry({ name, dtype, shape, begin, end }: TensorInfo, dataBegin: number): TensorEntry {
  const length = end - begin;
  const payload = {
    name: l10n.t("the tensor {0}", quoted(name)),
    begin: dataBegin + begin,
    storedLength: length,
    length,
    deflated: false,
  };
  return {
    name,
    path: [name],
    dtype,
    shape,
    strides: contiguousStrides(shape),
    offset: 0,
    elementCount: countElements(shape),
    storage: { key: name, byteLength: length, payload },
    requiresGrad: false,
    isParameter: false,
  };
}
