import * as vscode from "vscode";
import { checkFit } from "../../model/fitCheck";
import type { ModelSpec, SourceRange } from "../../model/modelSpec";
import { stateEntries } from "../../model/stateDict";
import { DisposableStore, type Disposable } from "../lifecycle";
import { askForAnyWeights } from "./askForWeights";
import { fitReport, type FitFault } from "./fitReport";
import { readTensorShapes } from "./readTensorShapes";

/** A class in a document, as it is read right now. */
export interface CheckedClass {
  readonly model: ModelSpec;
  readonly uri: string;
  /** Where the class's name stands. */
  readonly heading: SourceRange;
}

/** Holds classes against weights files; what does not fit is marked in the text until it is edited. */
export class WeightsCheck implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection("trainLensWeights"));

  constructor() {
    this.#owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#collection.delete(document.uri);
      }),
    );
    this.#owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#collection.delete(uri)));
  }

  /** Asks for a weights file, compares, marks, and says the result. */
  async check({ model, uri, heading }: CheckedClass): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const { version } = document;
    const file = await askForAnyWeights(model);
    const fit = checkFit(stateEntries(model), await readTensorShapes(file));
    const { t } = vscode.l10n;
    const { fits, summary, faults } = fitReport(model, heading, vscode.workspace.asRelativePath(file), fit, t);
    const marked = document.version === version ? faults : [];
    this.#collection.set(
      document.uri,
      marked.map(fault => diagnosticOf(document, fault)),
    );
    const [first] = marked;
    if (fits || !first) {
      void vscode.window.showInformationMessage(summary);
      return;
    }
    const goToLine = t("Go to Line {0}", document.positionAt(first.range.from).line + 1);
    const showAll = t("Show All");
    void vscode.window.showWarningMessage(summary, goToLine, showAll).then(async chosen => {
      if (chosen === showAll) await vscode.commands.executeCommand("workbench.actions.view.problems");
      if (chosen !== goToLine) return;
      const at = document.positionAt(first.range.from);
      await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function diagnosticOf(document: vscode.TextDocument, { range, message }: FitFault): vscode.Diagnostic {
  const place = new vscode.Range(document.positionAt(range.from), document.positionAt(range.to));
  const diagnostic = new vscode.Diagnostic(place, message, vscode.DiagnosticSeverity.Warning);
  diagnostic.source = "Train Lens";
  diagnostic.code = "weights";
  return diagnostic;
}
