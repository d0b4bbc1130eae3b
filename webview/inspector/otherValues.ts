import type { WeightsListing } from "../../src/protocol/inspector";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import type { InspectorContext, Section } from "./section";

/** What a file holds beside its tensors: metadata, and the epochs, rates and options of a checkpoint. */
export function createOtherValues({ say, numbers }: InspectorContext): Section {
  const holder = element("div", { class: "other-values" });
  const createTable = (title: string, entries: readonly (readonly [string, string])[]) => {
    if (entries.length === 0) return [];
    const rows = entries.map(([key, text]) =>
      element("tr", {}, element("th", { scope: "row" }, element("code", {}, key)), element("td", {}, text)),
    );
    const table = element("table", { "aria-label": title }, element("tbody", {}, ...rows));
    return [
      element(
        "details",
        { class: "card", open: entries.length <= 40 },
        element("summary", {}, say("countedTitle", title, numbers.count(entries.length))),
        element("div", { class: "scroller" }, table),
      ),
    ];
  };
  const show = whenChanged((listing: WeightsListing | undefined) => {
    holder.replaceChildren(
      ...createTable(say("metadataTitle"), listing?.metadata ?? []),
      ...createTable(say("scalarsTitle"), listing?.scalars ?? []),
    );
  });
  return { element: holder, update: ({ state }) => show(state.listing) };
}
