import type { VsCodeApi } from "../shared/vscodeApi";
import { COLUMN_KEYS, type ColumnKey, type Sorting } from "./arrangeTensors";

/** What a person chose to see; VS Code keeps it while the editor is open. */
export interface PageSettings {
  readonly filter: string;
  readonly sorting: Sorting | undefined;
  /** The name of the chosen tensor: its place may change with the file. */
  readonly chosen: string | undefined;
}

/** Settings as they were kept; what does not fit gives way to the default. */
export function parsePageSettings(kept: unknown): PageSettings {
  const { filter, sorting, chosen } = (kept ?? {}) as Record<keyof PageSettings, unknown>;
  const { column, isDescending } = (sorting ?? {}) as Record<keyof Sorting, unknown>;
  const isColumn = (value: unknown): value is ColumnKey => COLUMN_KEYS.some(key => key === value);
  return {
    filter: typeof filter === "string" ? filter : "",
    sorting: isColumn(column) ? { column, isDescending: isDescending === true } : undefined,
    chosen: typeof chosen === "string" ? chosen : undefined,
  };
}

/** The settings of this page: reads them once, writes each change through. */
export class PageSettingsStore {
  #settings: PageSettings;

  constructor(private readonly vscode: Pick<VsCodeApi, "getState" | "setState">) {
    this.#settings = parsePageSettings(vscode.getState());
  }

  get current(): PageSettings {
    return this.#settings;
  }

  change(changes: Partial<PageSettings>): void {
    this.#settings = { ...this.#settings, ...changes };
    this.vscode.setState(this.#settings);
  }
}
