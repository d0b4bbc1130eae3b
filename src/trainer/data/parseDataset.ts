import * as l10n from "@vscode/l10n";
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
      l10n.t(
        "The images of {0} have {1} x {2} pixels, but those of {3} have {4} x {5}.",
        files.trainImages.path,
        train.rows,
        train.columns,
        files.testImages.path,
        test.rows,
        test.columns,
      ),
      l10n.t("Use training and test files of the same data set."),
    );
  }
  return { train, test };
}

function parseLabelledImages(imagesFile: NamedBytes, labelsFile: NamedBytes): LabelledImages {
  const images = parseNamed(imagesFile, parseIdxImages);
  const labels = parseNamed(labelsFile, parseIdxLabels);
  if (images.count !== labels.length) {
    throw new ExpectedError(
      l10n.t(
        "{0} holds {1} images, but {2} holds {3} labels.",
        imagesFile.path,
        images.count,
        labelsFile.path,
        labels.length,
      ),
      l10n.t("Use images and labels of the same data set."),
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
  return new ExpectedError(
    l10n.t("{0} is damaged: {1}", path, clause),
    l10n.t("Replace the file, or remove it to use other data."),
  );
}
