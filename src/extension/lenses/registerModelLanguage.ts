import * as vscode from "vscode";
import { DisposableStore, type Disposable } from "../lifecycle";
import { LayerHovers } from "./layerHovers";
import { MODEL_LANGUAGES } from "./modelLanguages";
import type { ModelReader } from "./modelReader";
import { ProblemFixes } from "./problemFixes";
import { ProblemReporter } from "./problemReporter";
import { ShapeHints } from "./shapeHints";

/** Problems with their fixes, hovers and shapes in documents with models. */
export function registerModelLanguage(reader: ModelReader): Disposable {
  const owned = new DisposableStore();
  const { languages, CodeActionKind } = vscode;
  const documents = [...MODEL_LANGUAGES];
  const kinds = { providedCodeActionKinds: [CodeActionKind.QuickFix] };
  const shapeHints = owned.add(new ShapeHints(reader));
  owned.add(new ProblemReporter(reader));
  owned.add(languages.registerCodeActionsProvider(documents, new ProblemFixes(reader), kinds));
  owned.add(languages.registerHoverProvider(documents, new LayerHovers(reader)));
  owned.add(languages.registerInlayHintsProvider(documents, shapeHints));
  return owned;
}
