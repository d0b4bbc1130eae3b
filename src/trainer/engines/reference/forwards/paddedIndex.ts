import type { LayerArguments } from "../../../../model/layers";

type PaddingMode = LayerArguments["Conv2d"]["paddingMode"];

/** Which of `size` values stands at `place`, also where that lies in the border; -1 for a zero. Source: `F.pad`. */
export const PADDED_INDEX: Readonly<Record<PaddingMode, (place: number, size: number) => number>> = {
  zeros: (place, size) => (place < 0 || place >= size ? -1 : place),
  reflect: (place, size) => (place < 0 ? -place : place >= size ? 2 * (size - 1) - place : place),
  replicate: (place, size) => Math.min(Math.max(place, 0), size - 1),
  circular: (place, size) => ((place % size) + size) % size,
};
