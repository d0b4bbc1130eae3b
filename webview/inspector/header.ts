import type { WeightsListing } from "../../src/protocol/inspector";
import type { InspectorStringKey } from "../../src/protocol/inspectorStrings";
import { createButton } from "../shared/controls";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import type { InspectorContext, Section } from "./section";

const FORMAT_NAMES: Readonly<Record<WeightsListing["format"], InspectorStringKey>> = {
  zip: "formatZip",
  legacy: "formatLegacy",
  safetensors: "formatSafetensors",
};

/** The file's name, what it is, and how much is in it. */
export function createHeader({ say, numbers, post }: InspectorContext): Section {
  const name = element("h1");
  const summary = element("p", { class: "note" });
  const copySnippet = createButton(say("copySnippet"), "secondary", () => post({ type: "copy-snippet-clicked" }));
  const compare = createButton(say("compare"), "secondary", () => post({ type: "compare-clicked" }));
  const header = element(
    "header",
    { class: "header" },
    element("div", { class: "title" }, name, summary),
    element("div", { class: "actions" }, compare, copySnippet),
  );

  const show = whenChanged((fileName: string, listing: WeightsListing | undefined, fileBytes: number | undefined) => {
    name.textContent = fileName;
    compare.hidden = !listing || listing.tensors.length === 0;
    copySnippet.hidden = !listing || listing.problems.length > 0;
    const parts: string[] = [];
    if (listing) {
      const values = listing.tensors.reduce((sum, { elementCount }) => sum + elementCount, 0);
      parts.push(
        say(FORMAT_NAMES[listing.format]),
        ...(listing.fileCount === undefined ? [] : [say("fileCount", numbers.count(listing.fileCount))]),
        say("tensorCount", numbers.count(listing.tensors.length + listing.tensorsLeftOut)),
        say("parameterCount", numbers.count(values)),
      );
    }
    if (fileBytes !== undefined) parts.push(numbers.bytes(fileBytes));
    summary.textContent = parts.join(" · ");
  });
  return {
    element: header,
    update: ({ fileName, state: { listing, refusal } }) =>
      show(fileName, listing, listing?.fileBytes ?? refusal?.fileBytes),
  };
}
