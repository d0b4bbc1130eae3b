import type * as vscode from "vscode";
import type { ModelReading } from "../../model/source/readModels";

/** Text of a model file to the models in it. */
export type ReadModels = (text: string) => readonly ModelReading[];

/** Beyond this a document is data, or made by a program. */
const MAX_CHARACTERS = 2_000_000;

interface CachedReadings {
  readonly version: number;
  readonly readings: readonly ModelReading[];
}

/** Reads the models of documents, each version once. The reader of a language is loaded when it is first needed. */
export class ModelReader {
  readonly #cache = new WeakMap<vscode.TextDocument, CachedReadings>();
  readonly #readers = new Map<string, Promise<ReadModels>>();

  constructor(private readonly loadReader: (languageId: string) => Promise<ReadModels>) {}

  async read(document: vscode.TextDocument): Promise<readonly ModelReading[]> {
    const readModels = await this.textReader(document.languageId);
    const cached = this.#cache.get(document);
    if (cached?.version === document.version) return cached.readings;
    const text = document.getText();
    const readings = text.length > MAX_CHARACTERS ? [] : readModels(text);
    this.#cache.set(document, { version: document.version, readings });
    return readings;
  }

  /** The reader of a language, for text that stands in no document. */
  textReader(languageId: string): Promise<ReadModels> {
    const loaded = this.#readers.get(languageId) ?? this.loadReader(languageId);
    this.#readers.set(languageId, loaded);
    return loaded;
  }
}
