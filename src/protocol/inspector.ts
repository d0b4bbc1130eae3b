import type { Renaming } from "../model/fitCheck";
import type { RunMessage } from "./panel";
import type { WireNumber } from "./trainer";
import type { WeightsState } from "./weightsState";

/** A number of a file on its way to the page: whole numbers beyond 2^53 are strings of digits. */
export type WireValue = WireNumber | `${bigint}`;

/** A tensor as the headers describe it. */
export interface ListedTensor {
  /** Its path joined by dots. */
  readonly name: string;
  /** The keys that lead to it, where there are several. */
  readonly path?: readonly string[];
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly elementCount: number;
  readonly byteLength: number;
  /** Where its elements lie, for those that are not in C order from the start of their storage. */
  readonly view?: { readonly strides: readonly number[]; readonly offset: number };
  /** Tensors with the same storage share their bytes; absent where nothing is shared. */
  readonly storage?: string;
  readonly storageBytes: number;
  /** The file of a sharded set that has it. */
  readonly file?: string;
  readonly isParameter: boolean;
  readonly requiresGrad: boolean;
}

/** All that the headers of a file say, bounded for a page. */
export interface WeightsListing {
  readonly fileBytes: number;
  /** How many files a sharded set has; absent for a file of its own. */
  readonly fileCount?: number;
  readonly format: "zip" | "legacy" | "safetensors";
  /** The Python type of the outermost object. */
  readonly topLevel: string;
  readonly tensors: readonly ListedTensor[];
  /** Tensors beyond those a page can hold. */
  readonly tensorsLeftOut: number;
  /** Values beside the tensors, by path, as JSON. */
  readonly scalars: readonly (readonly [string, string])[];
  readonly metadata: readonly (readonly [string, string])[];
  /** Why the file must not be loaded. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Bytes that measuring all tensors reads. */
  readonly valueBytes: number;
}

/** Numbers about the finite elements of a tensor; what it does not have is absent. */
export interface TensorStatistics {
  readonly l2: WireNumber;
  readonly min?: WireValue;
  readonly max?: WireValue;
  readonly mean?: WireNumber;
  readonly std?: WireNumber;
  readonly zeros: number;
  readonly nan: number;
  readonly inf: number;
}

/** The statistics of the tensor at `index`, or why it has none. */
export type MeasuredTensor =
  | { readonly index: number; readonly statistics: TensorStatistics }
  | { readonly index: number; readonly fault: string };

/** Counts of the finite elements in bins of equal width from `min` to `max`. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly counts: readonly number[];
}

/** One dimension of a slice: `count` places from `begin`, `step` apart. */
export interface SliceAxis {
  readonly dimension: number;
  readonly begin: number;
  readonly count: number;
  readonly step: number;
}

/** A part of a tensor; a dimension that is no axis stays at its place of `at`. */
export interface SliceRequest {
  /** Absent for a tensor of one dimension, or of none. */
  readonly rows?: SliceAxis;
  readonly columns?: SliceAxis;
  readonly at: readonly number[];
}

/** What the page may ask about a listed file; `tensor` is an index of its list. */
export type PageQuery =
  | { readonly kind: "histogram"; readonly tensor: number }
  | { readonly kind: "slice"; readonly tensor: number; readonly slice: SliceRequest }
  | { readonly kind: "json"; readonly tensor: number };

/** What the host may ask as well: the page names no other file. */
export type WeightsQuery = PageQuery | { readonly kind: "compare"; readonly other: WeightsPlace };

/** A tensor of two files, by its name; a file that lacks it is absent. */
export interface ComparedTensor {
  readonly name: string;
  readonly before?: Pick<ListedTensor, "dtype" | "shape">;
  readonly after?: Pick<ListedTensor, "dtype" | "shape">;
  /** Where both have the same shape and numbers. */
  readonly difference?: {
    /** L2 norm of the change over that of the tensor before. */
    readonly relativeL2: WireNumber;
    /** Of the angle between both; absent when one of them is zero. */
    readonly cosine?: WireNumber;
    readonly largest: WireNumber;
  };
  /** Why the values of tensors of the same shape were not compared. */
  readonly reason?: string;
}

/** How far the comparison with another file is. */
export type Comparison = { readonly otherName: string } & (
  | { readonly phase: "running" }
  | { readonly phase: "failed"; readonly message: string }
  | { readonly phase: "done"; readonly tensors: readonly ComparedTensor[] }
);

export interface QueryAnswers {
  /** Absent when no element is finite, or the numbers are complex. */
  readonly histogram: { readonly statistics: TensorStatistics; readonly histogram?: Histogram };
  /** Row by row; complex numbers give their absolute value. */
  readonly slice: { readonly values: readonly WireValue[] };
  readonly json: { readonly text: string };
  readonly compare: { readonly tensors: readonly ComparedTensor[] };
}

export type WeightsAnswer = QueryAnswers[WeightsQuery["kind"]];

/** Where the bytes are: on this machine's disk, or, of other file systems, already in memory. */
export type WeightsPlace =
  | { readonly path: string }
  | { readonly bytes: Uint8Array }
  /** A sharded set; `files` has every file that its index names. */
  | { readonly shardIndex: Uint8Array; readonly files: ReadonlyMap<string, Uint8Array> };

/** Host -> the thread that reads one file. */
export type ReaderRequest =
  | { readonly type: "measure-tensors" }
  | { readonly type: "stop-measuring" }
  | { readonly type: "ask"; readonly id: number; readonly query: WeightsQuery }
  | { readonly type: "cancel"; readonly id: number };

/** The thread that reads a file -> host, which passes it on to the page. */
export type ReaderEvent =
  | { readonly type: "weights-listed"; readonly listing: WeightsListing }
  /** Nothing of the file could be read. */
  | { readonly type: "weights-refused"; readonly message: string; readonly fileBytes?: number }
  | { readonly type: "measuring-began" }
  | { readonly type: "tensors-measured"; readonly measured: readonly MeasuredTensor[] }
  /** `problems` came to light with the values: the whole list. */
  | {
      readonly type: "measuring-ended";
      readonly outcome: "completed" | "stopped";
      readonly problems: readonly string[];
    }
  | { readonly type: "answered"; readonly id: number; readonly answer: WeightsAnswer }
  | { readonly type: "not-answered"; readonly id: number; readonly message: string };

/** A class whose state dict has the names and shapes of the file, after `renaming` where there is one. */
export interface FittingModel {
  readonly className: string;
  /** The file of the class as a person would name it; absent for the tutorial's Net. */
  readonly modelFile?: string;
  readonly renaming?: Renaming;
}

/** What the page shows, whole: after `inspector-ready`, and whenever the file was read anew. */
export interface ShownWeights {
  readonly fileName: string;
  readonly state: WeightsState;
  /** Absent until they were looked for, and where the file holds no state dict. */
  readonly fits?: readonly FittingModel[];
  readonly comparison?: Comparison;
  /** The index of the set that the file is a part of. */
  readonly setIndexName?: string;
  /** The file is not there any more; what was read of it is shown on. */
  readonly isGone: boolean;
}

export type HostToInspector =
  /** About the evaluation or the gradient norms that were asked for here; all of them idle before that. */
  | RunMessage
  | { readonly type: "show-weights"; readonly weights: ShownWeights }
  | { readonly type: "reader-told"; readonly event: ReaderEvent }
  | { readonly type: "comparison-changed"; readonly comparison?: Comparison }
  | { readonly type: "set-found"; readonly indexName: string }
  | { readonly type: "fits-found"; readonly fits: readonly FittingModel[] };

export type InspectorToHost =
  | { readonly type: "inspector-ready" }
  | { readonly type: "measure-clicked" }
  | { readonly type: "stop-measuring-clicked" }
  /** `id` counts the questions of this page. */
  | { readonly type: "ask"; readonly id: number; readonly query: PageQuery }
  | { readonly type: "cancel"; readonly id: number }
  | { readonly type: "compare-clicked" }
  | { readonly type: "end-comparison-clicked" }
  | { readonly type: "copy-json-clicked"; readonly tensor: number }
  /** `fit` is an index of the fits; without one, the snippet loads the tensors alone. */
  | { readonly type: "copy-snippet-clicked"; readonly fit?: number }
  | { readonly type: "evaluate-clicked"; readonly fit: number }
  | { readonly type: "gradients-clicked"; readonly fit: number }
  /** Of the run that was started here. */
  | { readonly type: "stop-clicked" }
  | { readonly type: "end-trial-clicked" }
  | { readonly type: "show-log-clicked" }
  | { readonly type: "open-set-clicked" }
  | { readonly type: "reopen-as-text-clicked" };
