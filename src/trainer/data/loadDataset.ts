import * as l10n from "@vscode/l10n";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DatasetName } from "../../model/trainingSettings";
import { ExpectedError } from "../../protocol/expectedError";
import { readCachedDataset } from "./cachedDataset";
import type { Dataset } from "./dataset";
import { DATA_FILE_ROLES, DATASET_SOURCES, type DataFileRole, type DatasetSource } from "./datasetSources";
import { DownloadFailure } from "./downloadFile";
import type { DownloadPatience } from "./fetchInto";
import { findDataFiles } from "./findDataFiles";
import { onPartOf, type OnImages } from "./onImages";
import { parseDataset, type NamedBytes } from "./parseDataset";
import { readDataFile } from "./readDataFile";
import { drawSyntheticDigits, syntheticSource } from "./syntheticDigits";
import { isPublishedContent } from "./verifyContent";

export interface DatasetRequest {
  readonly name: DatasetName;
  /** A folder a person named; it alone is searched. */
  readonly dataFolder?: string | undefined;
  /** The value of `TRAIN_LENS_DATA`; searched alone when no folder is named. */
  readonly environmentFolder?: string | undefined;
  /** Folders that may hold torchvision's `data/<name>/raw`. */
  readonly workingFolders: readonly string[];
  /** See `cacheFolder`. */
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
  /** `totalBytes` is 0 when the mirror does not say. */
  readonly onProgress: (file: string, receivedBytes: number, totalBytes: number) => void;
  readonly onImages?: OnImages;
  /** Where to download from instead of the published places. */
  readonly source?: DatasetSource;
  readonly patience?: DownloadPatience;
}

const PATIENCE: DownloadPatience = { answerMs: 10_000, silenceMs: 20_000 };

/**
 * The data set from the first place that has it: the named folder, the environment's, torchvision's folder in a
 * working folder, the cache, a mirror; for MNIST at last digits drawn by this program. Throws `ExpectedError` when
 * data was found or named but cannot be used, and the signal's reason.
 */
export async function loadDataset(request: DatasetRequest): Promise<Dataset> {
  const { name, workingFolders } = request;
  if (request.dataFolder) return loadNamedFolder(request, request.dataFolder);
  if (request.environmentFolder) return loadNamedFolder(request, request.environmentFolder, "TRAIN_LENS_DATA");
  return (
    (await loadFirstFolder(
      request,
      workingFolders.map(folder => join(folder, "data", name, "raw")),
    )) ?? (await loadCachedOrDrawn(request))
  );
}

async function loadNamedFolder(request: DatasetRequest, folder: string, variable?: string): Promise<Dataset> {
  const { name } = request;
  const root = resolve(folder);
  const places = [root, join(root, "raw"), join(root, name, "raw"), join(root, "data", name, "raw")];
  const dataset = await loadFirstFolder(request, places);
  if (dataset) return dataset;
  const place = variable ? l10n.t("{0} (from {1})", root, variable) : root;
  throw new ExpectedError(
    existsSync(root)
      ? l10n.t("The data folder {0} holds no {1} files.", place, name)
      : l10n.t("The data folder {0} does not exist.", place),
    variable
      ? l10n.t(
          "Name a folder with train-images-idx3-ubyte and its three companions, plain or .gz, or unset {0} to let them be found or downloaded.",
          variable,
        )
      : l10n.t(
          "Name a folder with train-images-idx3-ubyte and its three companions, plain or .gz, or name none to let them be found or downloaded.",
        ),
  );
}

async function loadFirstFolder(
  { name, onImages }: DatasetRequest,
  folders: readonly string[],
): Promise<Dataset | undefined> {
  for (const folder of folders) {
    const paths = await findDataFiles(folder);
    if (!paths) continue;
    const found = await Promise.all(
      DATA_FILE_ROLES.map(async role => [role, await readDataFile(paths[role], onPartOf(role, onImages))] as const),
    );
    const files = Object.fromEntries(found) as Record<DataFileRole, NamedBytes>;
    refuseAnotherDataset(name, files.testLabels);
    return { name, ...parseDataset(files), source: folder, synthetic: false };
  }
  return undefined;
}

/** The files of all these sets have the same names, so a folder of MNIST could pass for one of the others. */
function refuseAnotherDataset(name: DatasetName, { path, bytes }: NamedBytes): void {
  if (name === "MNIST" || !isPublishedContent(DATASET_SOURCES.MNIST.files.testLabels, bytes)) return;
  throw new ExpectedError(
    l10n.t("{0} belongs to MNIST, not to {1}.", path, name),
    l10n.t("Name a folder that holds {0}, or choose the data set MNIST.", name),
  );
}

async function loadCachedOrDrawn(request: DatasetRequest): Promise<Dataset> {
  const { name, onProgress, signal } = request;
  const folder = join(request.cacheFolder, "datasets", name);
  try {
    const source = request.source ?? DATASET_SOURCES[name];
    const patience = request.patience ?? PATIENCE;
    const onImages = request.onImages && { onImages: request.onImages };
    const { files, mirror } = await readCachedDataset({ source, folder, patience, signal, onProgress, ...onImages });
    return { name, ...parseDataset(files), source: mirror ?? folder, synthetic: false };
  } catch (error) {
    if (!(error instanceof DownloadFailure)) throw error;
    const reason = l10n.t("{0} is not on this computer and could not be downloaded ({1}).", name, error.message);
    // Digits can stand in for MNIST, but not for clothes or Japanese letters.
    if (name === "MNIST") return { name, ...drawSyntheticDigits(), source: syntheticSource(), synthetic: true, reason };
    throw new ExpectedError(reason, l10n.t("Name a folder that holds it, or try again with a network."));
  }
}
