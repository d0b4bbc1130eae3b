import type { VsCodeApi } from "../shared/vscodeApi";
import { SMOOTHING_WEIGHTS, type Smoothing } from "./smoothing";

/** What a person chose to see; VS Code keeps it for the panel over reloads. */
export interface ViewSettings {
  readonly smoothing: Smoothing;
  /** Parameters whose line was switched on or off by hand. */
  readonly shownParameters: Readonly<Record<string, boolean>>;
}

/** View settings as they were kept; what does not fit gives way to the default. */
export function parseViewSettings(kept: unknown): ViewSettings {
  const { smoothing, shownParameters } = (kept ?? {}) as Record<keyof ViewSettings, unknown>;
  return {
    smoothing:
      typeof smoothing === "string" && Object.hasOwn(SMOOTHING_WEIGHTS, smoothing)
        ? (smoothing as Smoothing)
        : "medium",
    shownParameters: Object.fromEntries(
      Object.entries(shownParameters ?? {}).filter(
        (entry): entry is [string, boolean] => typeof entry[1] === "boolean",
      ),
    ),
  };
}

/** The view settings of this page: reads them once, writes each change through. */
export class ViewSettingsStore {
  #settings: ViewSettings;

  constructor(private readonly vscode: Pick<VsCodeApi, "getState" | "setState">) {
    this.#settings = parseViewSettings(vscode.getState());
  }

  get current(): ViewSettings {
    return this.#settings;
  }

  change(changes: Partial<ViewSettings>): void {
    this.#settings = { ...this.#settings, ...changes };
    this.vscode.setState(this.#settings);
  }
}
