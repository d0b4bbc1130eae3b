import type { ModelReading } from "../readModels";
import { describeFileSettings } from "./describeFileSettings";
import { findModelClasses } from "./findModelClasses";
import { createInterpreter, examinePython, type PythonFile } from "./pythonFile";
import { readModel } from "./readModel";
import { createRefusal } from "./createRefusal";
import { lineAt } from "./lineAt";
import { readFileSettings } from "./settings/readFileSettings";
import { findSettingSites } from "./settings/settingSites";
import { parsePython } from "./syntax/parsePython";

/** Every `nn.Module` class of a Python file, as it can be read or with the reason why not. Never throws. */
export function readPythonModels(text: string): ModelReading[] {
  return readModelsOf(examinePython(parsePython(text)));
}

/** Like `readPythonModels`, for a file that is already examined. */
export function readModelsOf(file: PythonFile): ModelReading[] {
  const classes = findModelClasses(file.statements, file.bindings);
  const classAt = (offset: number) =>
    classes.findLast(({ definition: { from, to } }) => from <= offset && offset < to)?.definition.name;
  const sites = findSettingSites(file);
  return classes.map((found): ModelReading => {
    const { name, heading, from, to } = found.definition;
    const site = { name, range: { from: heading.from, to: heading.to }, line: lineAt(file.text, from), end: to };
    const outcome = readModel(file, found);
    if ("refused" in outcome) {
      const { reason, range } = outcome.refused;
      return { ...site, outcome: { understood: false, refusal: createRefusal(file.text, reason, range) } };
    }
    const read = readFileSettings(file, createInterpreter(file), sites, name, classAt);
    return { ...site, outcome: describeFileSettings(file.text, outcome, read, heading) };
  });
}
