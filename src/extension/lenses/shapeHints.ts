import * as vscode from "vscode";
import { shapeNotes } from "../../model/source/shapeNotes";
import { readShowsShapes } from "../config";
import { DisposableStore, type Disposable } from "../lifecycle";
import { holdsModels } from "./modelLanguages";
import type { ModelReader } from "./modelReader";
import { shapeText } from "./shapeText";

/** The shape after each layer, behind its code. */
export class ShapeHints implements vscode.InlayHintsProvider, Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(private readonly reader: ModelReader) {
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration("trainLens.shapeHints")) this.#changed.fire();
      }),
    );
  }

  async provideInlayHints(document: vscode.TextDocument, visible: vscode.Range): Promise<vscode.InlayHint[]> {
    if (!holdsModels(document) || !readShowsShapes(document.uri)) return [];
    const readings = await this.reader.read(document);
    return readings
      .flatMap(({ outcome }) => (outcome.understood ? shapeNotes(outcome.model) : []))
      .map(({ offset, shapes }) => ({ position: document.positionAt(offset), shapes }))
      .filter(({ position }) => visible.contains(position))
      .map(({ position, shapes }) => {
        const hint = new vscode.InlayHint(position, ` → ${shapes.map(shapeText).join(", ")}`);
        hint.paddingLeft = true;
        return hint;
      });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
