import type { LayerType } from "../../model/layers";

/** Layers after which the images are still the images. */
export const IMAGE_PRESERVING: ReadonlySet<LayerType> = new Set(["Flatten", "Identity"]);
