import * as l10n from "@vscode/l10n";

const REASONS: Readonly<Record<string, () => string>> = {
  EACCES: () => l10n.t("permission denied"),
  EPERM: () => l10n.t("permission denied"),
  EROFS: () => l10n.t("the disk is read-only"),
  ENOSPC: () => l10n.t("the disk is full"),
  EDQUOT: () => l10n.t("the disk quota is used up"),
  ENOENT: () => l10n.t("there is no such file or folder"),
  EEXIST: () => l10n.t("something else of that name stands in the way"),
  ENOTDIR: () => l10n.t("a part of the path is not a folder"),
  EISDIR: () => l10n.t("it is a folder"),
  ELOOP: () => l10n.t("its links go round in a circle"),
  EMFILE: () => l10n.t("too many files are open"),
  EIO: () => l10n.t("the disk reports an error"),
};

/** The failure of a file operation as a clause for people. Throws `error` again when it is none. */
export function whyFileFailed(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === undefined || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
  return REASONS[code]?.() ?? code;
}
