import { createButton } from "../shared/controls";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import type { PanelContext, Section } from "./section";

/** Where the run's weights lie, and the ways to them. */
export function createWeights({ say, post }: PanelContext): Section {
  const words = element("span");
  const path = element("code", { class: "path" });
  const actions = element(
    "div",
    { class: "actions" },
    createButton(say("inspectWeights"), "secondary", () => post({ type: "inspect-weights-clicked" })),
    createButton(say("revealWeights"), "secondary", () => post({ type: "reveal-weights-clicked" })),
    createButton(say("exportWeights"), "secondary", () => post({ type: "export-weights-clicked" })),
  );
  const card = element(
    "section",
    { class: "weights", "aria-label": say("weightsTitle") },
    element("p", {}, words, " ", path),
    actions,
  );

  const show = whenChanged((weightsPath: string | undefined, isRescued: boolean) => {
    card.hidden = weightsPath === undefined;
    words.textContent = say(isRescued ? "weightsLastGood" : "weightsSaved");
    path.textContent = weightsPath ?? "";
  });
  return {
    element: card,
    update: ({ run }) => show(run?.finished?.weightsPath ?? run?.failed?.weightsPath, run?.failed !== undefined),
  };
}
