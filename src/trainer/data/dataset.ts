import type { DatasetName } from "../../model/trainingSettings";

/** Labelled grey images as bytes. */
export interface LabelledImages {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** `count * rows * columns` bytes, row by row. */
  readonly pixels: Uint8Array;
  /** `count` classes, 0 to 9. */
  readonly labels: Uint8Array;
}

/** What a network is trained on, and what it is tested with. */
export type DataHalf = "train" | "test";
export const DATA_HALVES: readonly DataHalf[] = ["train", "test"];

/** A data set as the engines take it, and where it came from. */
export interface Dataset {
  readonly name: DatasetName;
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  /** Where the bytes came from, in words a person understands. */
  readonly source: string;
  readonly synthetic: boolean;
  /** Why synthetic digits are used. */
  readonly reason?: string;
}

export const CLASS_COUNT = 10;
