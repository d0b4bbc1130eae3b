import * as l10n from "@vscode/l10n";
import { readFile } from "node:fs/promises";
import { FormatError } from "../../formats/formatError";
import type { DataFile } from "./datasetSources";
import { fetchInto, type DownloadPatience } from "./fetchInto";
import { MirrorFailure } from "./mirrorFailure";
import { PartialFile } from "./partialFile";
import { readContent } from "./readContent";
import { hexDigest, isPublishedContent } from "./verifyContent";
import { writeWhole } from "./writeWhole";

export interface DownloadRequest {
  readonly file: DataFile;
  readonly mirrors: readonly string[];
  /** An existing folder; the uncompressed file appears in it once it is whole and verified. */
  readonly folder: string;
  readonly patience: DownloadPatience;
  readonly signal: AbortSignal;
  readonly onProgress: (receivedBytes: number, totalBytes: number) => void;
}

export interface Download {
  readonly mirror: string;
  /** The uncompressed file. */
  readonly bytes: Uint8Array;
}

/** Thrown when no mirror gave the file; the message says for each why. */
export class DownloadFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "DownloadFailure";
  }
}

const MAX_TRIES = 5;

/**
 * Downloads, verifies and keeps a file, asking one mirror after the other and continuing what an earlier try left.
 * Throws `DownloadFailure`, the signal's reason, or the file system's errors as they are.
 */
export async function downloadFile(request: DownloadRequest): Promise<Download> {
  const { file, mirrors, folder, signal } = request;
  const part = await PartialFile.claim(folder, `${file.name}.gz`);
  const failures: { host: string; clause: string }[] = [];
  try {
    for (const mirror of mirrors) {
      try {
        const bytes = await downloadFrom(mirror, part, request);
        await writeWhole(folder, file.name, bytes);
        await part.remove();
        return { mirror, bytes };
      } catch (error) {
        if (!(error instanceof MirrorFailure)) throw error;
        failures.push({ host: new URL(mirror).host, clause: error.message });
      }
    }
    throw new DownloadFailure(describeFailures(failures));
  } catch (error) {
    // What is left behind on a full disk would keep it full.
    await (error instanceof DownloadFailure || signal.aborted ? part.release() : part.remove());
    throw error;
  }
}

async function downloadFrom(mirror: string, part: PartialFile, request: DownloadRequest): Promise<Uint8Array> {
  const { file, patience, signal, onProgress } = request;
  for (let tries = 1; ; tries++) {
    const beginByte = await part.size();
    try {
      await fetchInto({
        url: `${mirror}${file.name}.gz`,
        path: part.path,
        beginByte,
        maxBytes: 2 * file.contentBytes,
        patience,
        signal,
        onProgress,
      });
      return await verifiedContent(file, part.path);
    } catch (error) {
      if (!(error instanceof MirrorFailure)) throw error;
      if (error.fault === "wrong") await part.remove();
      const wasContinued = beginByte > 0;
      const canImprove = error.fault === "wrong" ? wasContinued : (await part.size()) > beginByte;
      if (error.fault === "unavailable" || !canImprove || tries === MAX_TRIES) throw error;
    }
  }
}

/** It is read twice where the archive is what has a checksum; nobody else writes to what this process claimed. */
async function verifiedContent(file: DataFile, path: string): Promise<Uint8Array> {
  const { of, algorithm, hex } = file.checksum;
  try {
    if (of === "content" || hexDigest(algorithm, await readFile(path)) === hex) {
      const bytes = await readContent(path, file.contentBytes);
      if (isPublishedContent(file, bytes)) return bytes;
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  throw new MirrorFailure("wrong", l10n.t("sent something else than the file"));
}

/** "a.org, b.org: no answer", or "a.org: no answer; b.org: answered 404". */
function describeFailures(failures: readonly { host: string; clause: string }[]): string {
  const hostsByClause = new Map<string, string[]>();
  for (const { host, clause } of failures) hostsByClause.set(clause, [...(hostsByClause.get(clause) ?? []), host]);
  return [...hostsByClause].map(([clause, hosts]) => `${hosts.join(", ")}: ${clause}`).join("; ");
}
