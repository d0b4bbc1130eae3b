import { parseIdxImagesSoFar, type IdxImages } from "../../../formats/idx";
import type { ModelSpec } from "../../../model/modelSpec";
import type { TrainingSettings } from "../../../model/trainingSettings";
import { SAMPLED_BYTES } from "../../data/background";
import { DATA_HALVES, type DataHalf, type Dataset } from "../../data/dataset";
import type { HeadStart } from "../engine";
import { Arena, createMemory } from "./arena";
import { compileKernels, instantiateKernels } from "./compileKernels";
import { findSparseBackground, type ImageSets } from "./imageSets";
import { ImageSetWriter } from "./imageSetWriter";
import { startsLinear } from "./network";

/** One half's images, as many as are there, and what writes them once it has begun. */
interface EarlyImages {
  images: IdxImages;
  writer?: ImageSetWriter;
}

/** Kernels over a memory, into which the images go first, while their files are still being read if they can be. */
export class Groundwork implements HeadStart {
  readonly compiled = compileKernels();
  readonly memory = createMemory();
  readonly kernels = instantiateKernels(this.compiled.module, this.memory);
  readonly arena = new Arena(this.memory);
  readonly #mayBeSparse: boolean;
  readonly #early: Partial<Record<DataHalf, EarlyImages>> = {};
  #isWriting = false;
  #isOver = false;
  #isUsed = false;

  constructor(
    model: ModelSpec,
    private readonly settings: TrainingSettings,
  ) {
    this.#mayBeSparse = startsLinear(model);
  }

  takeImages(half: DataHalf, soFar: Uint8Array): void {
    if (this.#isOver) return;
    try {
      const images = parseIdxImagesSoFar(soFar);
      if (!images || images.pixels.length < Math.min(SAMPLED_BYTES, bytesOf(images))) return;
      const early = (this.#early[half] ??= { images });
      if (isSamePlace(early.images, images)) early.images = images;
      else this.#isOver = true; // another file: what was written is of no use
      this.#writeSoon();
    } catch {
      this.#isOver = true; // whoever reads the whole file says what is wrong with it
    }
  }

  dispose(): void {
    this.#isOver = true;
  }

  /** Whether an engine on a data set can be built on it: it was not yet, and what was written early is its beginning. */
  fits(dataset: Pick<Dataset, DataHalf>): boolean {
    if (this.#isUsed) return false;
    return DATA_HALVES.every(half => {
      const early = this.#early[half];
      return !early || isSamePlace(early.images, dataset[half]);
    });
  }

  /** Writes what is missing of a data set that fits. */
  writeImageSets({ train, test }: Dataset): ImageSets {
    this.#isUsed = this.#isOver = true;
    const trainWriter = this.#early.train?.writer ?? this.#trainWriter(train);
    const testWriter = this.#early.test?.writer ?? this.#testWriter(test, trainWriter);
    return { train: trainWriter.finish(train), test: testWriter.finish(test) };
  }

  #trainWriter(images: IdxImages): ImageSetWriter {
    const background = this.#mayBeSparse ? findSparseBackground(images) : undefined;
    const count = Math.min(this.settings.limit ?? images.count, images.count);
    return new ImageSetWriter({ ...images, count, background }, this.kernels, this.arena);
  }

  #testWriter(images: IdxImages, { background }: ImageSetWriter): ImageSetWriter {
    return new ImageSetWriter({ ...images, background }, this.kernels, this.arena);
  }

  /** A few images in each turn, so that reading goes on meanwhile. */
  #writeSoon(): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    setImmediate(() => {
      this.#isWriting = false;
      if (this.#isOver) return;
      try {
        if (this.#writeSome()) this.#writeSoon();
      } catch {
        this.#isOver = true;
      }
    });
  }

  /** False when there is nothing to write now. */
  #writeSome(): boolean {
    const { train, test } = this.#early;
    if (!train) return false;
    train.writer ??= this.#trainWriter(train.images);
    if (train.writer.writeSome(train.images.pixels)) return true;
    if (!test) return false;
    test.writer ??= this.#testWriter(test.images, train.writer);
    return test.writer.writeSome(test.images.pixels);
  }
}

function isSamePlace({ pixels: a }: IdxImages, { pixels: b }: IdxImages): boolean {
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset;
}

function bytesOf({ count, rows, columns }: IdxImages): number {
  return count * rows * columns;
}
