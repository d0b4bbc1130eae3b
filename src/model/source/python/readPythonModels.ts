import type { ModelReading } from "../readModels";
import { findModelClasses } from "./findModelClasses";
import { examinePython, type PythonFile } from "./pythonFile";
import { readModel } from "./readModel";
import { reasonText } from "./refusal";
import { parsePython } from "./syntax/parsePython";

/** Every `nn.Module` class of a Python file, as it can be read or with the reason why not. Never throws. */
export function readPythonModels(text: string): ModelReading[] {
  return readModelsOf(examinePython(parsePython(text)));
}

/** Like `readPythonModels`, for a file that is already examined. */
export function readModelsOf(file: PythonFile): ModelReading[] {
  return findModelClasses(file.statements, file.bindings).map((found): ModelReading => {
    const { name, heading, from, to } = found.definition;
    const outcome = readModel(file, found);
    const site = { name, range: heading, line: lineAt(file.text, from), end: to };
    if ("refused" in outcome) {
      const { reason, range } = outcome.refused;
      const line = lineAt(file.text, range.from);
      return { ...site, outcome: { understood: false, refusal: { reason: reasonText(reason), range, line } } };
    }
    return { ...site, outcome: { understood: true, model: outcome.model, fileSettings: { settings: {} } } };
  });
}

/** The line of the character at `offset`, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
