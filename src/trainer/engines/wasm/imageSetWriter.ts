import type { LabelledImages } from "../../data/dataset";
import type { Arena } from "./arena";
import type { ImageSet } from "./imageSets";
import type { Kernels } from "./kernels";

const ENTRY_BYTES = 4;
/** Images that are written at once. */
const WRITTEN_AT_ONCE = 64;

/** Where images go: their size, how many of them, and what makes them sparse. */
interface ImageSetShape {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly background: number | undefined;
}

/** Puts images into WASM memory, from their first to their last, as they come. */
export class ImageSetWriter {
  readonly #set: ImageSet;
  /** A few pages that stay in the processor's cache; images pass through them on their way to their entries. */
  readonly #passage: number;
  /** Where the entries end so far. Room for all that there could be is reserved: what is never touched costs nothing. */
  #end: number;
  #written = 0;

  constructor(
    { count, rows, columns, background }: ImageSetShape,
    private readonly kernels: Kernels,
    private readonly arena: Arena,
  ) {
    const size = rows * columns;
    const set = { count, size, labels: arena.reserve(count), order: arena.reserve(4 * count), background };
    const isSparse = background !== undefined;
    this.#set = { ...set, images: arena.reserve(isSparse ? 4 * (count + 1) : count * size) };
    this.#passage = isSparse ? arena.reserve(WRITTEN_AT_ONCE * size) : 0;
    this.#end = isSparse ? arena.reserve(ENTRY_BYTES * count * size) : 0;
  }

  get background(): number | undefined {
    return this.#set.background;
  }

  /** Writes the next few images of those that begin with `pixels`; false when none of them is there as a whole. */
  writeSome(pixels: Uint8Array): boolean {
    const { count, size, images, background } = this.#set;
    const first = this.#written;
    const end = Math.min(first + WRITTEN_AT_ONCE, count, Math.floor(pixels.length / size));
    if (end <= first) return false;
    const bytes = pixels.subarray(first * size, end * size);
    if (background === undefined) {
      writeBytes(this.arena, images + first * size, bytes);
    } else {
      writeBytes(this.arena, this.#passage, bytes);
      const starts = images + 4 * first;
      this.#end = this.kernels.encodeImages(this.#passage, end - first, size, background, starts, this.#end);
    }
    this.#written = end;
    return true;
  }

  /** Writes what is missing, and the labels. */
  finish({ pixels, labels }: Pick<LabelledImages, "pixels" | "labels">): ImageSet {
    while (this.writeSome(pixels));
    writeBytes(this.arena, this.#set.labels, labels.subarray(0, this.#set.count));
    return this.#set;
  }
}

function writeBytes({ memory }: Arena, address: number, bytes: Uint8Array): void {
  new Uint8Array(memory.buffer, address, bytes.length).set(bytes);
}
