import * as vscode from "vscode";
import { findFittingNames, type Renaming } from "../model/fitCheck";
import { stateEntries } from "../model/stateDict";
import { TUTORIAL_NET } from "../model/tutorialNet";
import { ExpectedError } from "../protocol/expectedError";
import { findFittingModels } from "./lenses/findFittingModels";
import type { ReadModels } from "./lenses/modelReader";
import type { RunController, RunRequest } from "./runs/runController";
import type { FoundFit } from "./inspector/inspectorSurroundings";
import type { StateDict } from "./inspector/stateDictOf";

/** What takes the weights of `stateDict`: classes of the workspace, else the tutorial's Net where it does. */
export async function findFits(
  { tensors }: StateDict,
  readModels: ReadModels,
  controller: Pick<RunController, "start">,
): Promise<readonly FoundFit[]> {
  const found: readonly (Omit<RunRequest, "task"> & { readonly renaming?: Renaming })[] = await findFittingModels(
    tensors,
    readModels,
  );
  const tutorialNames = findFittingNames(stateEntries(TUTORIAL_NET), tensors);
  const models = found.length > 0 || !tutorialNames ? found : [{ model: TUTORIAL_NET, ...tutorialNames }];
  return models.map(request => ({
    className: request.model.name,
    ...(request.renaming && { renaming: request.renaming }),
    ...(request.modelFile !== undefined && { modelFile: request.modelFile }),
    run: async (task, weights) =>
      controller.start({ ...request, task, weightsPath: pathOnDisk(weights), gradientBatches: "all" }),
  }));
}

/** Where a trainer finds the file. Throws an `ExpectedError` for one that only this window can reach. */
function pathOnDisk(uri: vscode.Uri): string {
  if (uri.scheme === "file") return uri.fsPath;
  throw new ExpectedError(
    vscode.l10n.t("The trainer reads weights from a disk. Save a copy of the file to a folder on disk first."),
  );
}
