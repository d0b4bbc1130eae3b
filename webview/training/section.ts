import type { PanelStringKey } from "../../src/protocol/panelStrings";
import type { PanelToHost } from "../../src/protocol/panel";
import type { RunContext } from "../run/section";
import type { Say } from "../shared/say";
import type { ViewSettingsStore } from "./viewSettings";

export type { RunSection as Section, Stage } from "../run/section";

/** What every section of the page is given. */
export interface PanelContext extends RunContext {
  readonly say: Say<PanelStringKey>;
  readonly settings: ViewSettingsStore;
  readonly post: (message: PanelToHost) => void;
  /** Draws again with the next frame, after a choice that changes no model. */
  readonly redraw: () => void;
}
