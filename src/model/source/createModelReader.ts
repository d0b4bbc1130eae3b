import { createScriptReader } from "./javascript/readScriptModels";
import { createPythonReader } from "./python/readPythonModels";
import type { ModelReading } from "./readModels";

/** A reader for documents of a language, by VS Code's name of it, that remembers the last text; what is no script is Python. */
export function createModelReader(languageId: string): (text: string) => ModelReading[] {
  switch (languageId) {
    case "typescript":
      return createScriptReader("ts");
    case "typescriptreact":
      return createScriptReader("tsx");
    case "javascript":
    case "javascriptreact":
      return createScriptReader("js");
    default:
      return createPythonReader();
  }
}
