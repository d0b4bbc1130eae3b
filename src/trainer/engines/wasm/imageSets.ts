import type { IdxImages } from "../../../formats/idx";
import { findBackground } from "../../data/background";

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

/** The background of images that are mostly that. */
export function findSparseBackground({ pixels, rows, columns }: IdxImages): number | undefined {
  if (rows * columns > LARGEST_SPARSE_IMAGE) return undefined;
  const { byte, share } = findBackground(pixels);
  return share >= SPARSE_FROM ? byte : undefined;
}
