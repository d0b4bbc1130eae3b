import * as l10n from "@vscode/l10n";
import { decodeLatin1 } from "./utf8";

interface Kind {
  readonly magic: string;
  readonly at?: number;
  readonly sentence: () => string;
}

/** Openings of files that get the wrong extension or are downloaded by mistake. */
const KINDS: readonly Kind[] = [
  {
    magic: "version https://git-lfs.github.com/spec",
    sentence: () =>
      l10n.t("The file is a pointer of Git LFS, not the weights themselves: run git lfs pull to fetch them."),
  },
  { magic: "\x89PNG\r\n", sentence: () => l10n.t("The file is a PNG picture, not weights.") },
  { magic: "\xff\xd8\xff", sentence: () => l10n.t("The file is a JPEG picture, not weights.") },
  { magic: "%PDF-", sentence: () => l10n.t("The file is a PDF document, not weights.") },
  { magic: "\x1f\x8b", sentence: () => l10n.t("The file is compressed with gzip: unpack it first.") },
  { magic: "\x28\xb5\x2f\xfd", sentence: () => l10n.t("The file is compressed with zstd: unpack it first.") },
  { magic: "\x89HDF\r\n", sentence: () => l10n.t("The file is in HDF5, the format of Keras, which is not read here.") },
  { magic: "GGUF", sentence: () => l10n.t("The file is in GGUF, the format of llama.cpp, which is not read here.") },
  { magic: "\x93NUMPY", sentence: () => l10n.t("The file is a NumPy array, which is not read here.") },
  { magic: "PK\x05\x06", sentence: () => l10n.t("The file is an empty zip archive.") },
  { magic: "PK\x07\x08", sentence: () => l10n.t("The file is one part of a zip archive in several parts.") },
  {
    magic: "ustar",
    at: 257,
    sentence: () => l10n.t("The file is a tar archive, as only PyTorch before 0.2 saved weights."),
  },
];

/** Says what a file is that is no file of weights, by its first bytes. */
export function recogniseFile(opening: Uint8Array): string {
  const text = decodeLatin1(opening);
  const kind = KINDS.find(({ magic, at = 0 }) => text.startsWith(magic, at));
  if (kind) return kind.sentence();
  if (/^\s*<(!doctype|html|\?xml|head|body)/i.test(text)) {
    return l10n.t("The file is a web page, not weights: the download gave an error page instead of the file.");
  }
  if (/^\x80[\x01-\x05]/.test(text)) {
    return l10n.t("The file is a Python pickle, but not one of torch.save: it lacks PyTorch's magic number.");
  }
  if (/^[\t\r\n\x20-\x7e]+$/.test(text)) {
    return l10n.t("The file is text, not weights. A .pth file of text tells Python where to look for modules.");
  }
  return l10n.t("The file is neither a .pth file of PyTorch nor a .safetensors file.");
}
