import type { Locator, Page } from "playwright-core";

const CHOOSE_TIMEOUT_MS = 60_000;
const PATIENCE_MS = 1500;

/** The input at the top of the workbench: commands and files by name. */
export class CommandPalette {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Runs the command that the palette shows as `label`, for instance "Train Lens: Train MNIST". */
  async run(label: string): Promise<void> {
    await this.choose(">", label);
  }

  /** Whether the palette offers the command `label` now. */
  async offers(label: string): Promise<boolean> {
    const isOffered = await this.#search(">", label);
    await this.#page.keyboard.press("Escape");
    return isOffered;
  }

  /** Picks the entry `label` of what `prefix` lists. Searches again until it is there: extensions start late. */
  async choose(prefix: string, label: string): Promise<void> {
    const deadline = Date.now() + CHOOSE_TIMEOUT_MS;
    while (!(await this.#search(prefix, label))) {
      await this.#page.keyboard.press("Escape");
      if (Date.now() > deadline) throw new Error(`The palette does not offer "${prefix}${label}".`);
    }
    await this.#entry(label).click();
  }

  async #search(prefix: string, label: string): Promise<boolean> {
    await this.#page.keyboard.press("F1");
    await this.#page.locator(".quick-input-widget input[type=text]").fill(prefix + label);
    return this.#entry(label)
      .waitFor({ timeout: PATIENCE_MS })
      .then(
        () => true,
        () => false,
      );
  }

  #entry(label: string): Locator {
    const rows = this.#page.locator(".quick-input-list .monaco-list-row");
    return rows.filter({ has: this.#page.getByText(label, { exact: true }) }).first();
  }
}
