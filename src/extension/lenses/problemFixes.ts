import * as vscode from "vscode";
import { findFixes } from "../../model/source/problems/findFixes";
import { findProblems } from "../../model/source/problems/findProblems";
import { translateWords } from "../translateReason";
import { documentRange } from "./documentRange";
import type { ModelReader } from "./modelReader";
import { plainText } from "./plainText";
import { PROBLEM_SOURCE } from "./problemReporter";

/** Changes of a number that make two layers fit, as quick fixes of the errors about them. */
export class ProblemFixes implements vscode.CodeActionProvider {
  constructor(private readonly reader: ModelReader) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const ours = diagnostics.filter(({ source, code }) => source === PROBLEM_SOURCE && code === "shapes");
    if (ours.length === 0) return [];
    const readings = await this.reader.read(document);
    const read = await this.reader.textReader(document.languageId);
    if (token.isCancellationRequested) return [];
    const text = document.getText();
    const problems = findProblems(text, readings);
    return ours.flatMap(diagnostic => {
      const isSame = (range: vscode.Range) => range.isEqual(diagnostic.range);
      const problem = problems.find(({ range }) => isSame(documentRange(document, range)));
      const fixes = problem?.misfit ? findFixes(text, problem.misfit, read) : [];
      return fixes.map(({ range, newText, reason }, index) => {
        const title = plainText(translateWords(reason, vscode.l10n.t));
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [diagnostic];
        action.isPreferred = index === 0;
        action.edit = new vscode.WorkspaceEdit();
        action.edit.replace(document.uri, documentRange(document, range), newText);
        return action;
      });
    });
  }
}
