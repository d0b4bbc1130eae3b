import type { DtypeName } from "./dtype";
import type { Payload } from "./payload";
import type { TensorLayout } from "./tensorLayout";

/** `zip`: torch.save since 1.6. `legacy`: torch.save before, or asked for. */
export type WeightsFormat = "zip" | "legacy" | "safetensors";

/** Bytes that one or several tensors share; the same object for all tensors that share them. */
export interface StorageEntry {
  readonly key: string;
  readonly byteLength: number;
  /** The file of a sharded set that has the bytes. */
  readonly file?: string;
  /** Where the tensor was when it was saved, such as "cuda:0"; absent in safetensors. */
  readonly location?: string;
  /** Absent when the file lacks the bytes; then it has a problem too. */
  readonly payload?: Payload;
}

/** A tensor of a file, checked: every element lies inside its storage. */
export interface TensorEntry extends TensorLayout {
  /** Its path joined by dots: `model_state_dict.fc1.weight`. */
  readonly name: string;
  /** The keys that lead to it; a state dict's own key, such as `fc1.weight`, is one of them. */
  readonly path: readonly string[];
  readonly dtype: DtypeName;
  readonly elementCount: number;
  readonly storage: StorageEntry;
  readonly requiresGrad: boolean;
  readonly isParameter: boolean;
}

/** A value beside the tensors, as JSON can carry it: whole numbers beyond 2^53 and NaN are strings. */
export type Scalar =
  | null
  | boolean
  | number
  | string
  | { readonly empty: "dict" | "list" | "tuple" | "set" }
  | { readonly bytes_hex: string }
  | { readonly python_object: string; readonly repr: string };

/** All that the headers of a file say. */
export interface WeightsIndex {
  readonly format: WeightsFormat;
  /** The Python type of the outermost object; `dict` for safetensors. */
  readonly topLevel: string;
  readonly tensors: readonly TensorEntry[];
  /** By path, joined by dots. */
  readonly scalars: ReadonlyMap<string, Scalar>;
  /** The `__metadata__` of a safetensors header. */
  readonly metadata?: ReadonlyMap<string, string>;
  /** Sentences: why the file must not be loaded. Empty for a file that may be. */
  readonly problems: readonly string[];
  /** Sentences about what is odd but harmless. */
  readonly warnings: readonly string[];
}
