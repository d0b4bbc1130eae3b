import { findBackground } from "../../data/background";
import type { Dataset, LabelledImages } from "../../data/dataset";
import type { Arena } from "./arena";
import type { Kernels } from "./kernels";

const ENTRY_BYTES = 4;
/** Images that pass through the encoder at once. */
const ENCODED_AT_ONCE = 64;
/** With fewer background pixels the dense kernels are as fast. */
const SPARSE_FROM = 0.5;
/** An entry has 16 bits for its place in the image. */
const LARGEST_SPARSE_IMAGE = 65_536;

/** Images in WASM memory: their bytes, or for sparse sets the entries of what is not background. Plain data. */
export interface ImageSet {
  readonly count: number;
  /** Pixels of an image. */
  readonly size: number;
  readonly labels: number;
  /** The indexes of the samples in the order they are used in, to be written before use. */
  readonly order: number;
  /** The byte that most pixels of a sparse set have. */
  readonly background: number | undefined;
  /** Of a sparse set, where the entries of each image begin; else the bytes of all images. */
  readonly images: number;
}

/** The two halves of a data set. */
export interface ImageSets {
  readonly train: ImageSet;
  readonly test: ImageSet;
}

/** Copies a data set into WASM memory, at most `limit` training images of it. */
export function loadImageSets(
  { train, test }: Dataset,
  limit: number | undefined,
  mayBeSparse: boolean,
  kernels: Kernels,
  arena: Arena,
): ImageSets {
  const background = mayBeSparse ? findSparseBackground(train) : undefined;
  const load = (images: LabelledImages, count: number) => loadImages(images, count, background, kernels, arena);
  return { train: load(train, Math.min(limit ?? train.count, train.count)), test: load(test, test.count) };
}

/** The background of images that are mostly that. */
export function findSparseBackground({ pixels, rows, columns }: LabelledImages): number | undefined {
  if (rows * columns > LARGEST_SPARSE_IMAGE) return undefined;
  const { byte, share } = findBackground(pixels);
  return share >= SPARSE_FROM ? byte : undefined;
}

function loadImages(
  { rows, columns, pixels, labels }: LabelledImages,
  count: number,
  background: number | undefined,
  kernels: Kernels,
  arena: Arena,
): ImageSet {
  const size = rows * columns;
  const set = { count, size, labels: arena.reserve(count), order: arena.reserve(4 * count), background };
  writeBytes(arena, set.labels, labels.subarray(0, count));
  if (background !== undefined) {
    const starts = arena.reserve(4 * (count + 1));
    encode(pixels, count, size, background, starts, kernels, arena);
    return { ...set, images: starts };
  }
  const images = arena.reserve(count * size);
  writeBytes(arena, images, pixels.subarray(0, count * size));
  return { ...set, images };
}

/** The images pass through a few pages that stay in the processor's cache; their entries go to the top of the memory. */
function encode(
  pixels: Uint8Array,
  count: number,
  size: number,
  background: number,
  starts: number,
  kernels: Kernels,
  arena: Arena,
): void {
  const source = arena.reserve(ENCODED_AT_ONCE * size);
  const entries = arena.top;
  let end = entries;
  for (let first = 0; first < count; first += ENCODED_AT_ONCE) {
    const bytes = pixels.subarray(first * size, Math.min(first + ENCODED_AT_ONCE, count) * size);
    arena.ensure(end + bytes.length * ENTRY_BYTES - entries);
    writeBytes(arena, source, bytes);
    end = kernels.encodeImages(source, bytes.length / size, size, background, starts + 4 * first, end);
  }
  arena.reserve(end - entries);
}

function writeBytes({ memory }: Arena, address: number, bytes: Uint8Array): void {
  new Uint8Array(memory.buffer, address, bytes.length).set(bytes);
}
