import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import {
  DATA_FILE_ROLES,
  FILE_NAMES,
  type Checksum,
  type DataFileRole,
  type DatasetSource,
} from "../../src/trainer/data/datasetSources";
import { drawDigits } from "../../src/trainer/data/syntheticDigits";
import { idxImages, idxLabels } from "./idxFiles";

const train = drawDigits(200, 21);
const test = drawDigits(50, 22);

/** A data set of 200 and 50 drawn digits: the uncompressed files by their role. */
export const SMALL_CONTENT: Readonly<Record<DataFileRole, Buffer>> = {
  trainImages: idxImages(train),
  trainLabels: idxLabels(train),
  testImages: idxImages(test),
  testLabels: idxLabels(test),
};

/** What a mirror has of it: `<name>.gz`. */
export const SMALL_ARCHIVES: ReadonlyMap<string, Buffer> = new Map(
  DATA_FILE_ROLES.map(role => [`${FILE_NAMES[role]}.gz`, gzipSync(SMALL_CONTENT[role])]),
);

/** The data set as published at `mirrors`, known by the hashes of its content or of its archives. */
export function smallSource(mirrors: readonly string[], of: Checksum["of"] = "content"): DatasetSource {
  const algorithm = of === "content" ? "sha256" : "md5";
  const describe = (role: DataFileRole) => {
    const name = FILE_NAMES[role];
    const hashed = of === "content" ? SMALL_CONTENT[role] : SMALL_ARCHIVES.get(`${name}.gz`)!;
    const hex = createHash(algorithm).update(hashed).digest("hex");
    return { name, contentBytes: SMALL_CONTENT[role].length, checksum: { of, algorithm, hex } } as const;
  };
  const [trainImages, trainLabels, testImages, testLabels] = DATA_FILE_ROLES.map(describe);
  return {
    files: {
      trainImages: trainImages!,
      trainLabels: trainLabels!,
      testImages: testImages!,
      testLabels: testLabels!,
    },
    mirrors,
  };
}
