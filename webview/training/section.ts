import type { PanelStringKey } from "../../src/protocol/panelStrings";
import type { PanelToHost } from "../../src/protocol/panel";
import type { NumberFormats } from "../shared/numberFormats";
import type { Say } from "../shared/say";
import type { PanelModel } from "./panelModel";
import type { RunView } from "./runView";
import type { ViewSettingsStore } from "./viewSettings";

/** What every section of the page is given. */
export interface PanelContext {
  readonly say: Say<PanelStringKey>;
  readonly numbers: NumberFormats;
  readonly settings: ViewSettingsStore;
  readonly post: (message: PanelToHost) => void;
  /** Draws again with the next frame, after a choice that changes no model. */
  readonly redraw: () => void;
}

/** One part of the page. `update` is called once per frame at most, and touches only what has changed. */
export interface Section {
  readonly element: HTMLElement;
  update(stage: Stage): void;
}

/** What the sections draw in one frame. */
export interface Stage {
  readonly state: PanelModel["state"];
  readonly run: RunView | undefined;
}
