import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A sentence of the source that is to be translated, and where it stands. */
export interface TranslatedString {
  readonly text: string;
  readonly place: string;
}

/** The files that look up what they are handed; their sentences are those of `reasonTemplates`. */
const LOOK_UP_REASONS = [join("extension", "translateReason.ts"), join("trainer", "translateObstacle.ts")];

/** Every first argument of `vscode.l10n.t`, `t` and `this.t` under `folder`. Throws for one that is not a plain literal. */
export function translatedStrings(folder: string): TranslatedString[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith(".ts") && !LOOK_UP_REASONS.includes(name))
    .flatMap(name => stringsOfFile(join(folder, name)));
}

function stringsOfFile(path: string): TranslatedString[] {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const found: TranslatedString[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node) && /^((vscode\.)?l10n\.|this\.)?t$/.test(node.expression.getText())) {
      const [message] = node.arguments;
      const place = `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
      if (!message || !ts.isStringLiteralLike(message)) throw new Error(`${place}: not a plain string`);
      found.push({ text: message.text, place });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
