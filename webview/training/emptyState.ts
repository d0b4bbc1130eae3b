import { createButton } from "../shared/controls";
import { element } from "../shared/element";
import type { PanelContext, Section } from "./section";

/** What the panel says before the first run, with the button that starts one. */
export function createEmptyState({ say, post }: PanelContext): Section {
  const empty = element(
    "section",
    { class: "empty" },
    element("h1", {}, say("emptyTitle")),
    element("p", {}, say("emptyText")),
    createButton(say("train"), "primary", () => post({ type: "train-clicked" })),
    element("p", { class: "note" }, say("emptyLensHint")),
  );
  return {
    element: empty,
    update: ({ state, run }) => {
      empty.hidden = state.phase !== "idle" || run !== undefined;
    },
  };
}
