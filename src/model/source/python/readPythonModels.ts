import type { ModelReading } from "../readModels";
import { describeFileSettings, fileSettingsOf } from "../describeFileSettings";
import { findPatch } from "./findPatch";
import { findModelClasses } from "./findModelClasses";
import { examinePython, type PythonFile } from "./pythonFile";
import { isAboutSizes, REASONS } from "./reasons";
import { readModel } from "./readModel";
import { createRefusal } from "../createRefusal";
import { FileSettingsReader } from "./settings/fileSettingsReader";
import { parsePython, type ParsedPython } from "./syntax/parsePython";

const REMEMBERED_FILES = 4;

/** Every `nn.Module` class of a Python file, as it can be read or with the reason why not. Never throws. */
export function readPythonModels(text: string): ModelReading[] {
  return readModelsOf(examinePython(parsePython(text)));
}

/** A `readPythonModels` that remembers the last files, so that typing costs only what it changes. */
export function createPythonReader(): (text: string) => ModelReading[] {
  let recent: readonly ParsedPython[] = [];
  return text => {
    const parsed = parsePython(text, recent);
    recent = [parsed, ...recent].slice(0, REMEMBERED_FILES);
    return readModelsOf(examinePython(parsed));
  };
}

/** Like `readPythonModels`, for a file that is already examined. */
export function readModelsOf(file: PythonFile): ModelReading[] {
  const classes = findModelClasses(file.outline, file.bindings);
  const classAt = (offset: number) =>
    classes.findLast(({ definition: { from, to } }) => from <= offset && offset < to)?.definition.name;
  let settings: FileSettingsReader | undefined;
  const settingsFor = (name: string) => (settings ??= new FileSettingsReader(file, classAt)).settingsFor(name);
  const patch = findPatch(file, classes);
  return classes.map((found): ModelReading => {
    const { name, heading, from, to } = found.definition;
    const site = { name, range: { from: heading.from, to: heading.to }, line: file.lines.lineAt(from), end: to };
    if (patch) {
      const reason = { template: REASONS.patched, values: [patch.name] };
      return { ...site, outcome: { understood: false, refusal: createRefusal(file.lines, reason, patch.range) } };
    }
    const outcome = readModel(file, found);
    if ("refused" in outcome) {
      const { reason, range, details } = outcome.refused;
      const refusal = { ...createRefusal(file.lines, reason, range), ...details };
      if (!isAboutSizes(reason)) return { ...site, outcome: { understood: false, refusal } };
      return {
        ...site,
        outcome: { understood: false, refusal, fileSettings: fileSettingsOf(file.lines, settingsFor(name)) },
      };
    }
    return { ...site, outcome: describeFileSettings(file.lines, outcome, settingsFor(name), heading) };
  });
}
