import * as l10n from "@vscode/l10n";
import { FormatError } from "./formatError";

/** Grey images of an IDX file: `pixels` are `count * rows * columns` bytes, row by row. */
export interface IdxImages {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly pixels: Uint8Array;
}

const IMAGES_MAGIC = 2051;
const LABELS_MAGIC = 2049;
const IMAGES_HEADER_BYTES = 16;
const HIGHEST_LABEL = 9;

/** The big-endian numbers of an IDX file's header, and how many bytes the whole file should have. */
interface Header {
  readonly sizes: readonly number[];
  readonly fileBytes: number;
}

function parseHeader(bytes: Uint8Array, magic: number, dimensions: number, content: string): Header {
  const headerBytes = 4 + 4 * dimensions;
  if (bytes.length < headerBytes) {
    throw new FormatError(
      l10n.t("It is cut off: {0} bytes are less than the header of IDX {1}.", bytes.length, content),
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const found = view.getUint32(0);
  if (found !== magic) {
    throw new FormatError(l10n.t("It does not hold IDX {0}: its magic number is {1}, not {2}.", content, found, magic));
  }
  const sizes = Array.from({ length: dimensions }, (_, index) => view.getUint32(4 + 4 * index));
  if (sizes.includes(0))
    throw new FormatError(l10n.t("It holds no {0}: its header says {1}.", content, sizes.join(" x ")));
  return { sizes, fileBytes: headerBytes + sizes.reduce((product, size) => product * size) };
}

/** Checks that exactly the promised bytes are there. */
function checkLength(bytes: Uint8Array, { fileBytes }: Header): void {
  if (bytes.length === fileBytes) return;
  throw new FormatError(
    bytes.length < fileBytes
      ? l10n.t("It is cut off: its header promises {0} bytes, but it has {1}.", fileBytes, bytes.length)
      : l10n.t("It has bytes left over: its header promises {0} bytes, but it has {1}.", fileBytes, bytes.length),
  );
}

/** Parses an uncompressed IDX file of images (magic 2051). The pixels are a view of `bytes`. Throws `FormatError`. */
export function parseIdxImages(bytes: Uint8Array): IdxImages {
  const header = parseImagesHeader(bytes);
  checkLength(bytes, header);
  return imagesOf(bytes, header);
}

/**
 * As `parseIdxImages`, for a file of which only the beginning is there: `pixels` are as many as it has. Undefined while
 * the header is not whole, or promises more than the buffer of `bytes` has room for. Throws `FormatError`.
 */
export function parseIdxImagesSoFar(bytes: Uint8Array): IdxImages | undefined {
  if (bytes.length < IMAGES_HEADER_BYTES) return undefined;
  const header = parseImagesHeader(bytes);
  return header.fileBytes > bytes.buffer.byteLength - bytes.byteOffset ? undefined : imagesOf(bytes, header);
}

function parseImagesHeader(bytes: Uint8Array): Header {
  return parseHeader(bytes, IMAGES_MAGIC, 3, l10n.t("images"));
}

function imagesOf(bytes: Uint8Array, { sizes }: Header): IdxImages {
  const [count, rows, columns] = sizes as [number, number, number];
  return { count, rows, columns, pixels: bytes.subarray(IMAGES_HEADER_BYTES) };
}

/** Parses an uncompressed IDX file of labels (magic 2049), each 0 to 9: a view of `bytes`. Throws `FormatError`. */
export function parseIdxLabels(bytes: Uint8Array): Uint8Array {
  checkLength(bytes, parseHeader(bytes, LABELS_MAGIC, 1, l10n.t("labels")));
  const labels = bytes.subarray(8);
  const bad = labels.findIndex(label => label > HIGHEST_LABEL);
  if (bad >= 0) {
    throw new FormatError(
      l10n.t("Its label number {0} is {1}, but labels go from 0 to {2}.", bad + 1, labels[bad]!, HIGHEST_LABEL),
    );
  }
  return labels;
}
