import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../protocol/expectedError";

/** What PyTorch refuses, too: a batch of one sample has no variance. */
export function singleSampleBatch(): ExpectedError {
  return new ExpectedError(
    l10n.t("Batch normalization needs more than one sample, but a batch has only one."),
    l10n.t("Choose another batch size, or leave out the last, short batch (drop_last=True)."),
  );
}
