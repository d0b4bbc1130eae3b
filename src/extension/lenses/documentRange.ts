import * as vscode from "vscode";
import type { SourceRange } from "../../model/modelSpec";

/** `range` of the text as a range of the document that holds it. */
export function documentRange(document: vscode.TextDocument, { from, to }: SourceRange): vscode.Range {
  return new vscode.Range(document.positionAt(from), document.positionAt(to));
}
