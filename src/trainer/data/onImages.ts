import type { DataHalf } from "./dataset";
import type { DataFileRole } from "./datasetSources";
import type { OnPart } from "./gunzip";

/** Told what the file of one half's images holds as far as it is read; it may yet prove damaged. */
export type OnImages = (half: DataHalf, soFar: Uint8Array) => void;

const HALVES: Partial<Record<DataFileRole, DataHalf>> = { trainImages: "train", testImages: "test" };

/** The part of `onImages` that is about one file; undefined where it is about others. */
export function onPartOf(role: DataFileRole, onImages: OnImages | undefined): OnPart | undefined {
  const half = HALVES[role];
  return half && onImages && (soFar => onImages(half, soFar));
}
