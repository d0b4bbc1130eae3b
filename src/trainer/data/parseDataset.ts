import { FormatError } from "../../formats/formatError";
import { parseIdxImages, parseIdxLabels } from "../../formats/idx";
import { ExpectedError } from "../../protocol/expectedError";
import type { LabelledImages } from "./dataset";
import type { DataFileRole } from "./datasetSources";

/** An uncompressed file and where it came from. */
export interface NamedBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Parses and checks the four files of a data set. Throws `ExpectedError` naming the file and its fault. */
export function parseDataset(files: Readonly<Record<DataFileRole, NamedBytes>>): {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
} {
  const train = parseLabelledImages(files.trainImages, files.trainLabels);
  const test = parseLabelledImages(files.testImages, files.testLabels);
  if (train.rows !== test.rows || train.columns !== test.columns) {
    throw new ExpectedError(
      `The images of ${files.trainImages.path} have ${train.rows} x ${train.columns} pixels, ` +
        `but those of ${files.testImages.path} have ${test.rows} x ${test.columns}.`,
      "Use training and test files of the same data set.",
    );
  }
  return { train, test };
}

function parseLabelledImages(imagesFile: NamedBytes, labelsFile: NamedBytes): LabelledImages {
  const images = parseNamed(imagesFile, parseIdxImages);
  const labels = parseNamed(labelsFile, parseIdxLabels);
  if (images.count !== labels.length) {
    throw new ExpectedError(
      `${imagesFile.path} holds ${images.count} images, but ${labelsFile.path} holds ${labels.length} labels.`,
      "Use images and labels of the same data set.",
    );
  }
  return { ...images, labels };
}

function parseNamed<T>({ path, bytes }: NamedBytes, parse: (bytes: Uint8Array) => T): T {
  try {
    return parse(bytes);
  } catch (error) {
    throw error instanceof FormatError ? damagedFile(path, error) : error;
  }
}

/** Says which file is damaged, how, and what to do. */
export function damagedFile(path: string, fault: FormatError): ExpectedError {
  const clause = fault.message.charAt(0).toLowerCase() + fault.message.slice(1);
  return new ExpectedError(`${path} is damaged: ${clause}`, "Replace the file, or remove it to use other data.");
}
