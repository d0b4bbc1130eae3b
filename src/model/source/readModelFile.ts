import { readScriptModels } from "./javascript/readScriptModels";
import { readPythonModels } from "./python/readPythonModels";
import type { ModelReading } from "./readModels";

/** Every model of a file, read as the language that its name tells; what is no script is taken for Python. */
export function readModelFile(text: string, fileName: string): ModelReading[] {
  const [, kind] = /\.[cm]?([jt]s)x?$/.exec(fileName) ?? [];
  if (kind === undefined) return readPythonModels(text);
  return readScriptModels(text, kind === "js" ? "js" : fileName.endsWith("x") ? "tsx" : "ts");
}
