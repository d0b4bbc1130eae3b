import type { SourceRange } from "../modelSpec";

/** A layer that takes part in a misfit, and where its size is written. */
export interface MisfitLayer {
  /** Dotted path of the module. */
  readonly name: string;
  /** The argument that gives the size, such as `in_features=100` or `100`; the constructor's call when it cannot be told. */
  readonly size: SourceRange;
}

/** Two layers, or the images and a layer, whose sizes differ: PyTorch raises when `consumer` is called. */
export interface Misfit {
  readonly consumer: MisfitLayer;
  /** The layer that alone decides what `consumer` gets; absent when that depends on the size of the images. */
  readonly producer?: MisfitLayer;
  readonly unit: "features" | "channels";
  readonly expected: number;
  readonly given: number;
  /** The call in `forward` that made a row of features of the images before `consumer`, if any. */
  readonly flattening?: SourceRange;
}
