import * as vscode from "vscode";
import { glossaryAt } from "../../model/source/glossary";
import { layersAt } from "../../model/source/layersAt";
import { readShowsHovers } from "../config";
import { translateWords } from "../translateReason";
import { describeLayer } from "./describeLayer";
import { documentRange } from "./documentRange";
import { holdsModels } from "./modelLanguages";
import type { ModelReader } from "./modelReader";

const MAX_LAYERS = 4;

/** Says what a layer is and does, and in files with models what the words of training mean. */
export class LayerHovers implements vscode.HoverProvider {
  constructor(private readonly reader: ModelReader) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (!holdsModels(document)) return undefined;
    const shown = readShowsHovers(document.uri);
    const readings = await this.reader.read(document);
    if (readings.length === 0) return undefined;
    const { t } = vscode.l10n;
    const line = document.lineAt(position.line).text;
    const term = shown.glossary ? glossaryAt(line, position.character) : undefined;
    const offset = document.offsetAt(position);
    const found = readings.flatMap(({ outcome }) =>
      outcome.understood && shown.layers
        ? layersAt(outcome.model, offset).map(layer => ({ layer, model: outcome.model }))
        : [],
    );
    const sections = [
      ...found.slice(0, MAX_LAYERS).map(({ layer, model }) => describeLayer(layer, model, t, vscode.env.language)),
      ...(term && found.length === 0 ? [translateWords({ template: term.sentence, values: [] }, t)] : []),
    ];
    const [first] = found;
    if (sections.length === 0) return undefined;
    const contents = sections.map(section => new vscode.MarkdownString(section));
    if (first) return new vscode.Hover(contents, documentRange(document, first.layer.range));
    const at = (character: number) => position.with({ character });
    return new vscode.Hover(contents, term && new vscode.Range(at(term.from), at(term.to)));
  }
}
