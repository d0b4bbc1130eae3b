import * as l10n from "@vscode/l10n";
import type { PickleResult } from "./pickle";

/** A warning when PyTorch itself reads the pickles of a file, but not with the defaults of `torch.load`. */
export function describeProtocol(pickles: readonly PickleResult[]): string[] {
  if (pickles.every(({ isOfDefaultLoad }) => isOfDefaultLoad)) return [];
  return [
    l10n.t(
      "The file was saved with another pickle protocol than 2: torch.load needs weights_only=False for it, which is safe only for files you trust.",
    ),
  ];
}
