import * as l10n from "@vscode/l10n";
import { viewOf } from "./dataView";
import { DTYPES } from "./dtype";
import { FormatError } from "./formatError";
import type { Reading } from "./reading";
import type { StorageReader } from "./storageReader";
import { elementOffsets } from "./tensorValues";
import { isContiguous } from "./tensorLayout";
import type { TensorEntry } from "./weightsIndex";

/** A strided tensor is gathered from its whole storage up to this size, beyond it one element at a time. */
const MAX_HELD_BYTES = 32 * 1024 * 1024;

/** Reads a tensor from its first to its last element in C order, piece by piece. */
export class TensorCursor {
  readonly #decode: (view: DataView, byteOffset: number) => number;
  readonly #itemBytes: number;
  readonly #parts: 1 | 2;
  readonly #offsets: Iterator<number, void, undefined> | undefined;
  #held: DataView | undefined;
  #position = 0;

  /** Throws `FormatError` for packed types. */
  constructor(
    private readonly reader: StorageReader,
    private readonly tensor: TensorEntry,
  ) {
    const { decode, bits, parts } = DTYPES[tensor.dtype];
    if (!decode) throw new FormatError(l10n.t("Values of type {0} are not decoded.", tensor.dtype));
    this.#decode = decode;
    this.#itemBytes = bits / 8;
    this.#parts = parts;
    if (!isContiguous(tensor)) this.#offsets = elementOffsets(tensor);
  }

  /** The next `count` elements, which must exist; complex ones as two numbers. Integers beyond 2^53 are rounded. */
  *next(count: number): Reading<Float64Array> {
    const values = new Float64Array(count * this.#parts);
    if (!this.#offsets) {
      const begin = (this.tensor.offset + this.#position) * this.#itemBytes;
      const view = viewOf(yield* this.reader.read(this.tensor.storage, begin, count * this.#itemBytes));
      for (let index = 0; index < count; index++) this.#put(values, index, view, index * this.#itemBytes);
    } else {
      for (let index = 0; index < count; index++) {
        yield* this.#gather(values, index, this.#offsets.next().value! * this.#itemBytes);
      }
    }
    this.#position += count;
    return values;
  }

  *#gather(values: Float64Array, index: number, byteOffset: number): Reading<void> {
    const { storage } = this.tensor;
    if (storage.byteLength > MAX_HELD_BYTES) {
      this.#put(values, index, viewOf(yield* this.reader.read(storage, byteOffset, this.#itemBytes)), 0);
      return;
    }
    this.#held ??= viewOf((yield* this.reader.read(storage, 0, storage.byteLength)).slice());
    this.#put(values, index, this.#held, byteOffset);
  }

  #put(values: Float64Array, index: number, view: DataView, at: number): void {
    values[index * this.#parts] = this.#decode(view, at);
    if (this.#parts === 2) values[2 * index + 1] = this.#decode(view, at + this.#itemBytes / 2);
  }
}
