import { createHash } from "node:crypto";
import type { DataFile } from "./datasetSources";

/** Hash of `bytes` in hexadecimal digits. */
export function hexDigest(algorithm: "sha256" | "md5", bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest("hex");
}

/** Whether uncompressed `bytes` are the published file, as far as its checksum can tell without the archive. */
export function isPublishedContent(file: DataFile, bytes: Uint8Array): boolean {
  const { of, algorithm, hex } = file.checksum;
  return bytes.length === file.contentBytes && (of === "archive" || hexDigest(algorithm, bytes) === hex);
}
