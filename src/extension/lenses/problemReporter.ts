import * as vscode from "vscode";
import { findProblems } from "../../model/source/problems/findProblems";
import type { Problem } from "../../model/source/problems/problem";
import { readProblemSwitches } from "../config";
import { DisposableStore, type Disposable } from "../lifecycle";
import { translateWords } from "../translateReason";
import { documentRange } from "./documentRange";
import { plainText } from "./plainText";
import { holdsModels } from "./modelLanguages";
import type { ModelReader } from "./modelReader";

/** What the problems are filed under. */
export const PROBLEM_SOURCE = "Train Lens";
/** After this long without a key the text is looked at. */
const SETTLED_MS = 350;

/** Shows what PyTorch would not run, and hints, in the models of open documents while somebody types. */
export class ProblemReporter implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection("trainLens"));
  readonly #waiting = new Map<vscode.TextDocument, NodeJS.Timeout>();

  constructor(private readonly reader: ModelReader) {
    const { workspace } = vscode;
    this.#owned.add(workspace.onDidOpenTextDocument(document => this.#schedule(document)));
    this.#owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document)));
    this.#owned.add(workspace.onDidCloseTextDocument(document => this.#forget(document)));
    this.#owned.add(
      workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration("trainLens.problems")) this.#scheduleAll();
      }),
    );
    this.#scheduleAll();
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#owned.dispose();
  }

  #scheduleAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#schedule(document);
  }

  #schedule(document: vscode.TextDocument): void {
    if (!holdsModels(document)) return;
    clearTimeout(this.#waiting.get(document));
    this.#waiting.set(
      document,
      setTimeout(() => void this.#report(document), SETTLED_MS),
    );
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#waiting.get(document));
    this.#waiting.delete(document);
    this.#collection.delete(document.uri);
  }

  async #report(document: vscode.TextDocument): Promise<void> {
    this.#waiting.delete(document);
    const readings = await this.reader.read(document);
    if (document.isClosed) return;
    const switchedOn = readProblemSwitches(document.uri);
    const problems = findProblems(document.getText(), readings).filter(({ kind }) => switchedOn.has(kind));
    this.#collection.set(
      document.uri,
      problems.map(problem => diagnosticOf(document, problem)),
    );
  }
}

function diagnosticOf(document: vscode.TextDocument, { kind, range, reason, related }: Problem): vscode.Diagnostic {
  const { Error: Fault, Hint, Information } = vscode.DiagnosticSeverity;
  const severity = kind === "shapes" ? Fault : kind === "unusedLayer" ? Hint : Information;
  const message = plainText(translateWords(reason, vscode.l10n.t));
  const diagnostic = new vscode.Diagnostic(documentRange(document, range), message, severity);
  diagnostic.source = PROBLEM_SOURCE;
  diagnostic.code = kind;
  if (kind === "unusedLayer") diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  if (related) {
    const place = new vscode.Location(document.uri, documentRange(document, related.range));
    diagnostic.relatedInformation = [
      new vscode.DiagnosticRelatedInformation(place, plainText(translateWords(related.reason, vscode.l10n.t))),
    ];
  }
  return diagnostic;
}
