import * as vscode from "vscode";
import type { ModelSpec, SourceRange } from "../../model/modelSpec";
import type { FileSettings, ModelReading, Refusal } from "../../model/source/readModels";
import { ExpectedError } from "../../protocol/expectedError";
import type { RunTask } from "../../protocol/trainer";
import { ActionableError } from "../actionableError";
import { translateReason } from "../translateReason";
import { askForArguments } from "./askForArguments";
import { chooseReading } from "./chooseReading";
import type { ModelSite } from "./lensesOf";
import { MODEL_LANGUAGES } from "./modelLanguages";
import type { ModelReader } from "./modelReader";

/** A model that a person pointed at, as the document says it right now. */
export interface FoundModel {
  readonly model: ModelSpec;
  readonly fileSettings: FileSettings;
  /** Where the class's name stands. */
  readonly heading: SourceRange;
  readonly origin: { readonly uri: string; readonly className: string };
  /** The file as a person would name it. */
  readonly modelFile: string;
}

/**
 * The model that `argument`, a `ModelSite`, names; without one, the class at the cursor.
 * Throws an `ExpectedError` when there is none, or when it cannot be read, or not be trained for `task`: then with a way to the line.
 */
export async function findModel(reader: ModelReader, argument: unknown, task: RunTask): Promise<FoundModel> {
  const site = parseSite(argument);
  const document = site ? await openDocument(site) : activeDocument();
  const cursorLine = (vscode.window.activeTextEditor?.selection.active.line ?? 0) + 1;
  const readings = await reader.read(document);
  const modelFile = vscode.workspace.asRelativePath(document.uri);
  const found = chooseReading(readings, site ?? { cursorLine, lineOfEnd: end => document.positionAt(end).line + 1 });
  if (!found) throw notFound(site, modelFile);
  const reading = await completeReading(reader, document, found);
  if (!reading.outcome.understood) throw refused(reading.name, reading.outcome.refusal, document);
  const { model, fileSettings, untrainable } = reading.outcome;
  if (untrainable && task === "train") throw refused(reading.name, untrainable, document);
  const origin = { uri: document.uri.toString(), className: reading.name };
  return { model, fileSettings, modelFile, heading: reading.range, origin };
}

/** `reading`, or one with the values that a person gives for what the constructor needs and the file does not say. */
async function completeReading(
  reader: ModelReader,
  document: vscode.TextDocument,
  reading: ModelReading,
): Promise<ModelReading> {
  const { name, line, outcome } = reading;
  const asksFor = outcome.understood ? undefined : outcome.refusal.asksFor;
  if (!asksFor) return reading;
  const call = await askForArguments(name, asksFor);
  const read = await reader.textReader(document.languageId);
  return chooseReading(read(`${document.getText()}\n${call}\n`), { className: name, line }) ?? reading;
}

function parseSite(argument: unknown): ModelSite | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const { uri, className, line } = argument as Record<string, unknown>;
  if (typeof uri !== "string" || typeof className !== "string") return undefined;
  return { uri, className, ...(typeof line === "number" && { line }) };
}

async function openDocument({ uri, className }: ModelSite): Promise<vscode.TextDocument> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri);
  if (open) return open;
  const gone = new ExpectedError(vscode.l10n.t("The file of {0} is no longer there.", className));
  const parsed = vscode.Uri.parse(uri);
  if (parsed.scheme === "untitled") throw gone; // opening it would make a new, empty one
  try {
    return await vscode.workspace.openTextDocument(parsed);
  } catch {
    throw gone;
  }
}

function activeDocument(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  if (document && MODEL_LANGUAGES.includes(document.languageId)) return document;
  throw new ExpectedError(
    vscode.l10n.t("Open a file with a model of PyTorch or TensorFlow.js, and put the cursor into it."),
  );
}

function notFound(site: ModelSite | undefined, modelFile: string): ExpectedError {
  return new ExpectedError(
    site
      ? vscode.l10n.t("There is no model named {0} in {1} any more.", site.className, modelFile)
      : vscode.l10n.t("Put the cursor into the class of a model, one that derives from nn.Module."),
  );
}

function refused(name: string, refusal: Refusal, document: vscode.TextDocument): ActionableError {
  const { line, range } = refusal;
  const reason = translateReason(refusal, vscode.l10n.t);
  const selection = new vscode.Range(document.positionAt(range.from), document.positionAt(range.to));
  const goToLine = { title: vscode.l10n.t("Go to Line {0}", line), command: "vscode.open" };
  return new ActionableError(vscode.l10n.t("{0} cannot be trained. Line {1}: {2}", name, line, reason), [
    { ...goToLine, arguments: [document.uri, { selection }] },
  ]);
}
