import * as l10n from "@vscode/l10n";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { FormatError } from "../../formats/formatError";
import { parseIdxImages, parseIdxLabels } from "../../formats/idx";
import { DATA_FILE_ROLES, type DataFile, type DataFileRole, type DatasetSource } from "./datasetSources";
import { DownloadFailure, downloadFile, type DownloadRequest } from "./downloadFile";
import type { OnPart } from "./gunzip";
import { onPartOf, type OnImages } from "./onImages";
import type { NamedBytes } from "./parseDataset";
import { readContent } from "./readContent";
import { isPublishedContent } from "./verifyContent";
import { whyFileFailed } from "../whyFileFailed";

export interface CacheRequest extends Pick<DownloadRequest, "patience" | "signal"> {
  readonly source: DatasetSource;
  /** The data set's own folder in the cache; made when missing. */
  readonly folder: string;
  readonly onProgress: (file: string, receivedBytes: number, totalBytes: number) => void;
  readonly onImages?: OnImages;
}

/** The four files of a data set, and the mirror if any of them had to be downloaded. */
export interface CachedFiles {
  readonly files: Readonly<Record<DataFileRole, NamedBytes>>;
  readonly mirror?: string;
}

const PARSERS: Readonly<Record<DataFileRole, (bytes: Uint8Array) => unknown>> = {
  trainImages: parseIdxImages,
  trainLabels: parseIdxLabels,
  testImages: parseIdxImages,
  testLabels: parseIdxLabels,
};

/**
 * The files of a data set from the cache; what is missing or damaged there is downloaded. Throws `DownloadFailure`
 * when that cannot be, and the signal's reason.
 */
export async function readCachedDataset(request: CacheRequest): Promise<CachedFiles> {
  const { source, folder, onProgress, onImages, patience, signal } = request;
  const files: Partial<Record<DataFileRole, NamedBytes>> = {};
  let mirrors = source.mirrors;
  let usedMirror: string | undefined;
  for (const role of DATA_FILE_ROLES) {
    const file = source.files[role];
    const path = join(folder, file.name);
    let bytes = await readIntact(path, role, file, onPartOf(role, onImages));
    if (!bytes) {
      try {
        await mkdir(folder, { recursive: true });
        await rm(path, { force: true });
        const download = await downloadFile({
          file,
          mirrors,
          folder,
          patience,
          signal,
          onProgress: (received, total) => onProgress(file.name, received, total),
        });
        bytes = download.bytes;
        usedMirror = download.mirror;
        // Nobody waits a second time for a mirror that did not answer.
        mirrors = [usedMirror, ...mirrors.filter(mirror => mirror !== usedMirror)];
      } catch (error) {
        if (signal.aborted || error instanceof DownloadFailure) throw error;
        throw new DownloadFailure(l10n.t("the cache folder {0} cannot be written: {1}", folder, whyFileFailed(error)));
      }
    }
    files[role] = { path, bytes };
  }
  return {
    files: files as Record<DataFileRole, NamedBytes>,
    ...(usedMirror !== undefined && { mirror: usedMirror }),
  };
}

async function readIntact(
  path: string,
  role: DataFileRole,
  file: DataFile,
  onPart: OnPart | undefined,
): Promise<Uint8Array | undefined> {
  // Whatever keeps the file from being read, a download replaces it or says why it cannot.
  const bytes = await readContent(path, file.contentBytes, onPart).catch(() => undefined);
  return bytes && isPublishedContent(file, bytes) && isIdx(role, bytes) ? bytes : undefined;
}

function isIdx(role: DataFileRole, bytes: Uint8Array): boolean {
  try {
    PARSERS[role](bytes);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
