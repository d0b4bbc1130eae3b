import { readPythonModels } from "./python/readPythonModels";
import type { ModelReading } from "./readModels";

const SCRIPT = /\.[cm]?[jt]sx?$/;

/** Every model of a file, read as the language that its name tells; what is no script is taken for Python. */
export function readModelFile(text: string, fileName: string): ModelReading[] {
  return SCRIPT.test(fileName) ? [] : readPythonModels(text);
}
