import * as l10n from "@vscode/l10n";

/** Libraries that cannot be in one process: each brings an LLVM of its own, in its symbols or in those of a driver. */
type NativeLibrary = "Dawn" | "TensorFlow";

let owner: NativeLibrary | undefined;

/** The process belongs to the library that asks first; another one gets the reason why it must not be loaded. */
export function whyCannotLoad(library: NativeLibrary): string | undefined {
  owner ??= library;
  return owner === library ? undefined : l10n.t("it cannot share a process with {0}, which was loaded before", owner);
}
