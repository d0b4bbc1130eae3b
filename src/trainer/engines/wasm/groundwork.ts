import { parseIdxImagesSoFar, type IdxImages } from "../../../formats/idx";
import type { ModelSpec } from "../../../model/modelSpec";
import type { TrainingSettings } from "../../../model/trainingSettings";
import { SAMPLED_BYTES } from "../../data/background";
import type { Dataset } from "../../data/dataset";
import type { HeadStart } from "../engine";
import { Arena, createMemory } from "./arena";
import { compileKernels, instantiateKernels } from "./compileKernels";
import { findSparseBackground, type ImageSets } from "./imageSets";
import { ImageSetWriter } from "./imageSetWriter";
import { startsLinear } from "./network";

/** Kernels over a memory, into which the training images go first, while their file is still being read if it can be. */
export class Groundwork implements HeadStart {
  readonly compiled = compileKernels();
  readonly memory = createMemory();
  readonly kernels = instantiateKernels(this.compiled.module, this.memory);
  readonly arena = new Arena(this.memory);
  readonly #mayBeSparse: boolean;
  /** The images that are written early, as many as are there, and what writes them. */
  #early: { images: IdxImages; readonly writer: ImageSetWriter } | undefined;
  #isWriting = false;
  #isOver = false;
  #isUsed = false;

  constructor(
    model: ModelSpec,
    private readonly settings: TrainingSettings,
  ) {
    this.#mayBeSparse = startsLinear(model);
  }

  takeTrainImages(soFar: Uint8Array): void {
    if (this.#isOver) return;
    try {
      const images = parseIdxImagesSoFar(soFar);
      if (!images || images.pixels.length < Math.min(SAMPLED_BYTES, bytesOf(images))) return;
      if (this.#early && !isSamePlace(this.#early.images, images)) {
        this.#isOver = true; // another file: what was written is of no use
        return;
      }
      this.#early = { images, writer: this.#early?.writer ?? this.#writerOf(images) };
      this.#writeSoon();
    } catch {
      this.#isOver = true; // whoever reads the whole file says what is wrong with it
    }
  }

  dispose(): void {
    this.#isOver = true;
  }

  /** Whether an engine on `images` can be built on it: it was not yet, and what was written early is their beginning. */
  fits(images: IdxImages): boolean {
    return !this.#isUsed && (!this.#early || isSamePlace(this.#early.images, images));
  }

  /** Writes what is missing of a data set whose training images fit. */
  writeImageSets({ train, test }: Dataset): ImageSets {
    this.#isUsed = this.#isOver = true;
    const writer = this.#early?.writer ?? this.#writerOf(train);
    const trainSet = writer.finish(train);
    const { background } = trainSet;
    return {
      train: trainSet,
      test: new ImageSetWriter({ ...test, background }, this.kernels, this.arena).finish(test),
    };
  }

  #writerOf(images: IdxImages): ImageSetWriter {
    const background = this.#mayBeSparse ? findSparseBackground(images) : undefined;
    const count = Math.min(this.settings.limit ?? images.count, images.count);
    return new ImageSetWriter({ ...images, count, background }, this.kernels, this.arena);
  }

  /** A few images in each turn, so that reading goes on meanwhile. */
  #writeSoon(): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    setImmediate(() => {
      this.#isWriting = false;
      if (this.#isOver || !this.#early) return;
      try {
        if (this.#early.writer.writeSome(this.#early.images.pixels)) this.#writeSoon();
      } catch {
        this.#isOver = true;
      }
    });
  }
}

function isSamePlace({ pixels: a }: IdxImages, { pixels: b }: IdxImages): boolean {
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset;
}

function bytesOf({ count, rows, columns }: IdxImages): number {
  return count * rows * columns;
}
