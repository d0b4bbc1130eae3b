import * as vscode from "vscode";

const EXTENSIONS = ["safetensors", "pth", "pt", "ckpt", "bin"];
/** The names that files of weights have. */
export const WEIGHTS_NAME = new RegExp(`\\.(${EXTENSIONS.join("|")}|safetensors\\.index\\.json)$`, "i");

const MAX_OFFERED = 200;
const FOREIGN = "**/{node_modules,site-packages,.venv,venv,.git}/**";

/** Lets a person pick a file of weights of the workspace other than `except`, or any other; undefined when none was picked. */
export async function chooseWeights(except: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles(
    "**/*.{safetensors,safetensors.index.json,pth,pt,ckpt}",
    FOREIGN,
    MAX_OFFERED,
  );
  const offered = found
    .filter(uri => uri.toString() !== except?.toString())
    .map(uri => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  if (offered.length === 0) return browse();
  const elsewhere = { label: vscode.l10n.t("$(folder-opened) Choose another file…"), uri: undefined };
  const picked = await vscode.window.showQuickPick([...offered, elsewhere], {
    title: vscode.l10n.t("Choose a file of weights"),
  });
  return picked && (picked.uri ?? browse());
}

async function browse(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Choose a file of weights"),
    filters: { [vscode.l10n.t("Weights")]: [...EXTENSIONS, "json"], [vscode.l10n.t("All files")]: ["*"] },
  });
  return chosen?.[0];
}
