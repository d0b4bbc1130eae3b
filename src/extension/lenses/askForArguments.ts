import * as vscode from "vscode";

/** Numbers, lists of them, strings, names of activations: what can be told without running anything. */
const LITERAL =
  /^(?:[-+]?\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|True|False|None|\[[\d\s,.]*\]|\([\d\s,.]*\)|"[^"\\\n]*"|'[^'\\\n]*'|nn\.\w+(?:\(\))?|F\.\w+)$/;

const answers = new Map<string, string>();

/** A call of `className` with values that a person gives for `parameters`; a cancelled question is a `CancellationError`. */
export async function askForArguments(className: string, parameters: readonly string[]): Promise<string> {
  const given: string[] = [];
  for (const [index, name] of parameters.entries()) {
    const key = `${className}.${name}`;
    const value = await vscode.window.showInputBox({
      title: vscode.l10n.t(
        "{0} needs values that its file does not give ({1}/{2})",
        className,
        index + 1,
        parameters.length,
      ),
      prompt: vscode.l10n.t("The value of `{0}`, as Python writes it: 784, [128, 64], 0.2, True", name),
      value: answers.get(key) ?? "",
      ignoreFocusOut: true,
      validateInput: text =>
        LITERAL.test(text.trim())
          ? undefined
          : vscode.l10n.t("A number, a list of numbers, a text in quotes, True, False or None"),
    });
    if (value === undefined) throw new vscode.CancellationError();
    answers.set(key, value.trim());
    given.push(`${name}=${value.trim()}`);
  }
  return `${className}(${given.join(", ")})`;
}
