import * as vscode from "vscode";
import type { ModelSpec } from "../../model/modelSpec";
import { findWeightsFiles, type WeightsFile } from "./findWeightsFiles";

/**
 * The weights that `model` is to be evaluated with: the only ones that fit, or those that a person picks of several.
 * `last`: where the class's last training saved them;
 * `historyFolder`: the name of the folders that trainings save to. Undefined when there are none; a cancelled pick is a
 * `CancellationError`.
 */
export async function askForWeights(
  model: ModelSpec,
  last: string | undefined,
  historyFolder: string,
): Promise<string | undefined> {
  const lastUri = last === undefined ? undefined : vscode.Uri.file(last);
  const files = await findWeightsFiles(model, lastUri ? [lastUri] : []);
  const isLast = ({ uri }: Pick<WeightsFile, "uri">) => uri.fsPath === lastUri?.fsPath;
  // earlier trainings are no candidates beside the last one; files that somebody put there are
  const isEarlier = ({ uri }: WeightsFile) => lastUri && !isLast({ uri }) && uri.path.includes(`/${historyFolder}/`);
  const fitting = files.filter(file => file.fits && file.uri.scheme === "file" && !isEarlier(file));
  if (fitting.length <= 1) return fitting[0]?.uri.fsPath ?? last;
  const sorted = [...fitting.filter(isLast), ...fitting.filter(file => !isLast(file))];
  const picked = await pickWeights(sorted, vscode.l10n.t("Weights to evaluate {0} with", model.name), file =>
    isLast(file) ? vscode.l10n.t("last training") : "",
  );
  return picked.fsPath;
}

/** The weights file that `model` is to be held against: one that a person picks, of the workspace or of elsewhere. */
export async function askForAnyWeights(model: ModelSpec): Promise<vscode.Uri> {
  const files = await findWeightsFiles(model, []);
  const title = vscode.l10n.t("Weights to check {0} against", model.name);
  return pickWeights(files, title, ({ fits }) => (fits ? vscode.l10n.t("fits") : vscode.l10n.t("does not fit")), true);
}

async function pickWeights(
  files: readonly WeightsFile[],
  title: string,
  describe: (file: WeightsFile) => string,
  canBrowse = false,
): Promise<vscode.Uri> {
  const when = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "short" });
  const items: (vscode.QuickPickItem & { readonly uri?: vscode.Uri })[] = files.map(file => ({
    label: vscode.workspace.asRelativePath(file.uri),
    description: [describe(file), when.format(file.changedAt)].filter(text => text !== "").join(" · "),
    uri: file.uri,
  }));
  if (canBrowse) items.push({ label: `$(folder-opened) ${vscode.l10n.t("Choose a file…")}` });
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  if (!picked) throw new vscode.CancellationError();
  if (picked.uri) return picked.uri;
  const filters = { [vscode.l10n.t("Weights")]: ["pth", "pt", "safetensors"] };
  const [chosen] = (await vscode.window.showOpenDialog({ title, filters })) ?? [];
  if (!chosen) throw new vscode.CancellationError();
  return chosen;
}
