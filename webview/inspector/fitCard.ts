import type { FittingModel } from "../../src/protocol/inspector";
import { createButton, createDropdown } from "../shared/controls";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import type { InspectorContext, Section } from "./section";

/** That the file is weights only, which classes take it, and what can be done with such a class. */
export function createFitCard({ say, post }: InspectorContext): Section {
  let chosen = 0;
  const words = element("p");
  const choice = element("div");
  const note = element("p", { class: "note" });
  const none = element("p", { class: "note" }, say("fitsNone"));
  const actions = element(
    "div",
    { class: "actions" },
    createButton(say("evaluate"), "primary", () => post({ type: "evaluate-clicked", fit: chosen })),
    createButton(say("gradients"), "secondary", () => post({ type: "gradients-clicked", fit: chosen })),
    createButton(say("copyModelSnippet"), "secondary", () => post({ type: "copy-snippet-clicked", fit: chosen })),
  );
  const fit = element("div", { class: "fit" }, element("div", { class: "fit-words" }, words, choice, note), actions);
  const card = element(
    "section",
    { class: "weights-only", "aria-label": say("fitLabel") },
    element("p", { class: "note" }, say("weightsOnly")),
    none,
    fit,
  );

  const nameOf = ({ className, modelFile }: FittingModel) =>
    modelFile === undefined ? say("tutorialNet", className) : say("classInFile", className, modelFile);
  const choose = (index: number, { renaming }: FittingModel) => {
    chosen = index;
    note.hidden = !renaming;
    if (renaming)
      note.textContent = say(renaming.change === "removed" ? "prefixRemoved" : "prefixAdded", renaming.prefix);
  };
  const show = whenChanged((fits: readonly FittingModel[] | undefined) => {
    const [first] = fits ?? [];
    none.hidden = fits?.length !== 0;
    fit.hidden = !first;
    if (!fits || !first) return;
    choose(0, first);
    words.textContent = fits.length === 1 ? say("fitsOne", nameOf(first)) : say("fitsSeveral");
    const options = fits.map((each, index) => ({ value: String(index), text: nameOf(each) }));
    choice.replaceChildren(
      ...(fits.length > 1
        ? [createDropdown(say("fitsSeveral"), options, "0", value => choose(Number(value), fits[Number(value)]!))]
        : []),
    );
  });
  return {
    element: card,
    update: ({ fits, state }) => {
      card.hidden = !state.listing || state.listing.problems.length > 0;
      show(fits);
    },
  };
}
