import * as vscode from "vscode";
import { DisposableStore, type Disposable } from "../lifecycle";
import { chooseReading } from "./chooseReading";
import { gradientLines, type GradientLine } from "./gradientLines";
import { holdsModels } from "./modelLanguages";
import type { ModelReader } from "./modelReader";

/** Writes the gradients of a class behind the lines of its layers, until the document is edited. */
export class GradientNotes implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #usual = this.#owned.add(createDecoration("editorCodeLens.foreground"));
  readonly #conspicuous = this.#owned.add(createDecoration("editorWarning.foreground"));
  readonly #shown = new Map<string, readonly GradientLine[]>();

  constructor(private readonly reader: ModelReader) {
    this.#owned.add(
      vscode.window.onDidChangeVisibleTextEditors(editors => editors.forEach(editor => this.#draw(editor))),
    );
    this.#owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#clear(document);
      }),
    );
    this.#owned.add(vscode.workspace.onDidCloseTextDocument(document => this.#clear(document)));
  }

  /** Shows `norms`, the L2 norms by parameter name, if the class still has these parameters. */
  async show(
    site: { readonly uri: string; readonly className: string },
    norms: ReadonlyMap<string, number>,
  ): Promise<void> {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === site.uri);
    if (!document || !holdsModels(document)) return;
    const readings = await this.reader.read(document);
    const reading = chooseReading(readings, { className: site.className });
    if (!reading?.outcome.understood) return;
    const lineOf = (offset: number) => document.positionAt(offset).line;
    const lines = gradientLines(reading.outcome.model, norms, lineOf, vscode.l10n.t);
    if (!lines) return;
    this.#shown.set(site.uri, lines);
    this.#drawAll(document);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #clear(document: vscode.TextDocument): void {
    if (this.#shown.delete(document.uri.toString())) this.#drawAll(document);
  }

  #drawAll(document: vscode.TextDocument): void {
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.#draw(editor);
  }

  #draw(editor: vscode.TextEditor): void {
    const { document } = editor;
    const lines = this.#shown.get(document.uri.toString()) ?? [];
    const options = (wanted: boolean) =>
      lines
        .filter(({ isConspicuous }) => isConspicuous === wanted)
        .map(({ offset, text, details }): vscode.DecorationOptions => {
          const { end } = document.lineAt(document.positionAt(offset).line).range;
          return {
            range: new vscode.Range(end, end),
            hoverMessage: new vscode.MarkdownString(details),
            renderOptions: { after: { contentText: text } },
          };
        });
    editor.setDecorations(this.#usual, options(false));
    editor.setDecorations(this.#conspicuous, options(true));
  }
}

function createDecoration(color: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor(color), margin: "0 0 0 2em", fontStyle: "italic" },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
}
