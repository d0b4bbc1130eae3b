import type { InspectorToHost } from "../../src/protocol/inspector";
import type { InspectorStringKey } from "../../src/protocol/inspectorStrings";
import type { NumberFormats } from "../shared/numberFormats";
import type { Say } from "../shared/say";
import type { InspectorModel } from "./inspectorModel";
import type { Questions } from "./questions";
import type { PageSettingsStore } from "./pageSettings";

/** What every section of the page is given. */
export interface InspectorContext {
  readonly say: Say<InspectorStringKey>;
  readonly numbers: NumberFormats;
  readonly settings: PageSettingsStore;
  readonly questions: Questions;
  readonly post: (message: InspectorToHost) => void;
  /** Draws again with the next frame, after a choice that changes no model. */
  readonly redraw: () => void;
}

/** One part of the page. `update` is called once per frame at most, and touches only what has changed. */
export interface Section {
  readonly element: HTMLElement;
  update(model: InspectorModel): void;
}
