import * as vscode from "vscode";
import { findFittingNames, type NamedShape, type Renaming } from "../../model/fitCheck";
import type { ModelReading } from "../../model/source/readModels";
import { stateEntries } from "../../model/stateDict";
import type { FoundModel } from "./findModel";
import type { ReadModels } from "./modelReader";

const MAX_FILES = 300;
const MAX_BYTES = 200_000;
/** Of installed packages, nobody wrote the classes here. */
const FOREIGN = "**/{node_modules,site-packages,.venv,venv,.git,__pycache__}/**";

/** A class that takes a state dict, after its names were changed where `renaming` says so. */
export interface FittingClass extends FoundModel {
  readonly renaming?: Renaming;
}

/** The classes in the Python files of the workspace that take `stateDict`, those first that take it as it is. */
export async function findFittingModels(
  stateDict: readonly NamedShape[],
  readModels: ReadModels,
): Promise<readonly FittingClass[]> {
  const found: FittingClass[] = [];
  for (const uri of await vscode.workspace.findFiles("**/*.py", FOREIGN, MAX_FILES)) {
    const text = await readText(uri);
    if (text === undefined || !/\bModule\b|\bSequential\b/.test(text)) continue;
    for (const reading of readModels(text)) {
      if (!isUnderstood(reading)) continue;
      const names = findFittingNames(stateEntries(reading.outcome.model), stateDict);
      if (names) found.push({ ...describe(uri, reading), ...names });
    }
  }
  return found.sort((a, b) => Number(a.renaming !== undefined) - Number(b.renaming !== undefined));
}

/** As an editor has it, or as it is stored; undefined for what is no file a person writes. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > MAX_BYTES) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined; // gone since it was listed
  }
}

type Understood = Extract<ModelReading["outcome"], { understood: true }>;
type UnderstoodReading = ModelReading & { readonly outcome: Understood };

function isUnderstood(reading: ModelReading): reading is UnderstoodReading {
  return reading.outcome.understood;
}

function describe(uri: vscode.Uri, { name, range, outcome }: UnderstoodReading): FoundModel {
  const { model, fileSettings } = outcome;
  const modelFile = vscode.workspace.asRelativePath(uri);
  return { model, fileSettings, modelFile, heading: range, origin: { uri: uri.toString(), className: name } };
}
