import type { DatasetName } from "../../model/trainingSettings";

export type DataFileRole = "trainImages" | "trainLabels" | "testImages" | "testLabels";

/** How a download is known to be the published one. */
export interface Checksum {
  /** `content`: the uncompressed file. `archive`: the `.gz` as published. */
  readonly of: "content" | "archive";
  readonly algorithm: "sha256" | "md5";
  readonly hex: string;
}

/** One published IDX file; mirrors have it as `<name>.gz`. */
export interface DataFile {
  readonly name: string;
  /** Size of the uncompressed file. */
  readonly contentBytes: number;
  readonly checksum: Checksum;
}

/** Where a data set can be had. */
export interface DatasetSource {
  readonly files: Readonly<Record<DataFileRole, DataFile>>;
  /** Addresses that `<name>.gz` is appended to, tried in this order. */
  readonly mirrors: readonly string[];
}

export const FILE_NAMES: Readonly<Record<DataFileRole, string>> = {
  trainImages: "train-images-idx3-ubyte",
  trainLabels: "train-labels-idx1-ubyte",
  testImages: "t10k-images-idx3-ubyte",
  testLabels: "t10k-labels-idx1-ubyte",
};

export const DATA_FILE_ROLES = Object.keys(FILE_NAMES) as readonly DataFileRole[];

const CONTENT_BYTES: Readonly<Record<DataFileRole, number>> = {
  trainImages: 47_040_016,
  trainLabels: 60_008,
  testImages: 7_840_016,
  testLabels: 10_008,
};

function describeFiles(
  of: Checksum["of"],
  algorithm: Checksum["algorithm"],
  hexByRole: Readonly<Record<DataFileRole, string>>,
): DatasetSource["files"] {
  const describe = (role: DataFileRole): DataFile => ({
    name: FILE_NAMES[role],
    contentBytes: CONTENT_BYTES[role],
    checksum: { of, algorithm, hex: hexByRole[role] },
  });
  return {
    trainImages: describe("trainImages"),
    trainLabels: describe("trainLabels"),
    testImages: describe("testImages"),
    testLabels: describe("testLabels"),
  };
}

/**
 * The data sets that can be downloaded. MNIST's archives exist in several compressions, so its content is checked;
 * of the other two, torchvision publishes checksums of the archives (`torchvision/datasets/mnist.py`).
 */
export const DATASET_SOURCES: Readonly<Record<DatasetName, DatasetSource>> = {
  MNIST: {
    files: describeFiles("content", "sha256", {
      trainImages: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      trainLabels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      testImages: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      testLabels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    }),
    mirrors: ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
  },
  FashionMNIST: {
    files: describeFiles("archive", "md5", {
      trainImages: "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
      trainLabels: "25c81989df183df01b3e8a0aad5dffbe",
      testImages: "bef4ecab320f06d8554ea6380940ec79",
      testLabels: "bb300cfdad3c16e7a12a480ee83cd310",
    }),
    mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
  },
  KMNIST: {
    files: describeFiles("archive", "md5", {
      trainImages: "bdb82020997e1d708af4cf47b453dcf7",
      trainLabels: "e144d726b3acfaa3e44228e80efcd344",
      testImages: "5c965bf0a639b31b8f53240b1b52f4d7",
      testLabels: "7320c461ea6c1c855c0b718fb2a4b134",
    }),
    mirrors: ["http://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
  },
};
