import type { Page } from "playwright-core";

/** The id under which VS Code knows the extension: publisher and name of the manifest. */
const EXTENSION_ID = "train-lens.train-lens";

/**
 * The address of a webview names the extension, those of its scripts and styles lie in the extension's folder, and VS Code
 * puts the id before an error that the extension did not catch.
 */
const MARKS_OF_OURS = [`extensionId=${EXTENSION_ID}`, `/${EXTENSION_ID}/dist/`, `[${EXTENSION_ID}]`];

/**
 * Collects from now on what goes wrong in our webviews and in our extension: console errors, thrown errors, violations of
 * the content security policy, resources that do not load. What VS Code says of itself is left out.
 */
export function collectPageProblems(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on("console", message => {
    if (message.type() !== "error") return;
    if (isOurs(message.location().url) || isOurs(message.text())) problems.push(message.text());
  });
  page.on("pageerror", error => {
    if (isOurs(error.stack ?? "")) problems.push(`${error.name}: ${error.message}`);
  });
  return problems;
}

function isOurs(text: string): boolean {
  return MARKS_OF_OURS.some(mark => text.includes(mark));
}
