import * as vscode from "vscode";
import { readLensSwitches } from "../config";
import { Emitter } from "../emitter";
import { DisposableStore, type Disposable } from "../lifecycle";
import { lensesOf, type LensResult } from "./lensesOf";
import { holdsModels, MODEL_LANGUAGES } from "./modelLanguages";
import type { ModelReader } from "./modelReader";
import { SteadyReadings } from "./steadyReadings";

/** How long after the last key somebody counts as typing. */
const TYPING_MS = 1500;

/** How trainings ended, by the class that was trained. */
export interface TrainingResults {
  find(origin: { readonly uri: string; readonly className: string }): LensResult | undefined;
  readonly onChange: (listener: () => void) => Disposable;
}

/** Train, Evaluate and the other lenses above the models of documents. */
export class ModelLensProvider implements vscode.CodeLensProvider, Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #trainable = new Emitter<void>();
  /** Lenses were asked for above a model that can be trained: somebody may soon click. */
  readonly onTrainable = this.#trainable.on;
  readonly #steady = new WeakMap<vscode.TextDocument, SteadyReadings>();
  readonly #typedAt = new WeakMap<vscode.TextDocument, number>();
  #settling: NodeJS.Timeout | undefined;

  constructor(
    private readonly reader: ModelReader,
    private readonly results: TrainingResults,
  ) {
    this.#owned.add(results.onChange(() => this.#changed.fire()));
    this.#owned.add(vscode.languages.registerCodeLensProvider([...MODEL_LANGUAGES], this));
    this.#owned.add(vscode.workspace.onDidChangeTextDocument(event => this.#noteTyping(event)));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration("trainLens.lenses")) this.#changed.fire();
      }),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (!holdsModels(document)) return [];
    const switchedOn = readLensSwitches(document.uri);
    if (switchedOn.size === 0) return [];
    const readings = await this.reader.read(document);
    if (token.isCancellationRequested) return [];
    const steady = this.#steady.get(document) ?? new SteadyReadings();
    this.#steady.set(document, steady);
    const shown = steady.next(readings, this.#isTyping(document));
    if (shown.some(({ outcome }) => outcome.understood)) this.#trainable.fire();
    const lastLine = document.lineCount - 1;
    const uri = document.uri.toString();
    const lenses = lensesOf(
      shown,
      {
        uri,
        switchedOn,
        resultOf: className => this.results.find({ uri, className }),
        lineOf: offset => document.positionAt(offset).line + 1,
        locale: vscode.env.language,
      },
      vscode.l10n.t,
    );
    return lenses.map(({ line, title, tooltip, command, site }) => {
      const at = document.lineAt(Math.min(line - 1, lastLine)).range;
      const action = { title, command: command ?? "", arguments: [site] };
      return new vscode.CodeLens(at, tooltip === undefined ? action : { ...action, tooltip });
    });
  }

  dispose(): void {
    clearTimeout(this.#settling);
    this.#owned.dispose();
  }

  #noteTyping({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (!holdsModels(document) || contentChanges.length === 0) return;
    this.#typedAt.set(document, Date.now());
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#changed.fire(), TYPING_MS);
  }

  #isTyping(document: vscode.TextDocument): boolean {
    return Date.now() - (this.#typedAt.get(document) ?? -Infinity) < TYPING_MS;
  }
}
