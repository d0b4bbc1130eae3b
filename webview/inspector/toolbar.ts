import type { WeightsState } from "../../src/protocol/weightsState";
import { createButton } from "../shared/controls";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import { statisticsIn } from "./statisticsIn";
import { arrangeTensors } from "./arrangeTensors";
import type { InspectorContext, Section } from "./section";

/** The filter, what it leaves over, and the measuring of all values with its progress. */
export function createToolbar({ say, numbers, settings, post, redraw }: InspectorContext): Section {
  const filter = element("input", {
    class: "filter",
    type: "search",
    placeholder: say("filterPlaceholder"),
    "aria-label": say("filterLabel"),
    value: settings.current.filter,
  });
  filter.addEventListener("input", () => {
    settings.change({ filter: filter.value });
    redraw();
  });
  const totals = element("span", { class: "note", role: "status" });
  const progress = element("progress", { "aria-label": say("measuringLabel"), max: 1 });
  const words = element("span", { class: "note" });
  const stop = createButton(say("stopMeasuring"), "secondary", () => post({ type: "stop-measuring-clicked" }));
  const measure = createButton(say("measure"), "secondary", () => post({ type: "measure-clicked" }));
  const toolbar = element(
    "div",
    { class: "toolbar" },
    filter,
    totals,
    element("div", { class: "measuring" }, words, progress, stop, measure),
  );

  const showMeasuring = whenChanged((state: WeightsState) => {
    const { listing, measuring, measured } = state;
    const isRunning = measuring === "running";
    progress.hidden = stop.hidden = !isRunning;
    measure.hidden = isRunning || measuring === "completed" || !listing || listing.tensors.length === 0;
    words.hidden = !isRunning && measure.hidden;
    if (!listing) return;
    words.textContent = isRunning
      ? say("measuring", numbers.count(measured.length), numbers.count(listing.tensors.length))
      : say("notMeasured", numbers.bytes(listing.valueBytes));
    progress.value = measured.length / Math.max(1, listing.tensors.length);
  });
  return {
    element: toolbar,
    update: model => {
      const { tensors } = model.state.listing ?? { tensors: [] };
      toolbar.hidden = tensors.length === 0;
      const shown = arrangeTensors(tensors, statisticsIn(model.statistics), settings.current.filter, undefined);
      const sum = (of: (index: number) => number) => shown.reduce((total, index) => total + of(index), 0);
      totals.textContent = say(
        settings.current.filter.trim() === "" ? "totals" : "filteredTotals",
        numbers.count(shown.length),
        numbers.count(sum(index => tensors[index]!.elementCount)),
        numbers.bytes(sum(index => tensors[index]!.byteLength)),
        numbers.count(tensors.length),
      );
      showMeasuring(model.state);
    },
  };
}
