import type { Histogram, TensorStatistics } from "../../src/protocol/inspector";
import { createCard } from "../shared/card";
import { element } from "../shared/element";
import type { InspectorContext } from "./section";
import type { TensorPart } from "./tensorDetails";

/** How the finite values of a tensor spread from the smallest to the largest. */
export function createHistogram({ say, numbers, questions }: InspectorContext): TensorPart {
  const holder = element("div");
  const card = createCard(say("histogramTitle"), "card-histogram", [], holder);
  let takeBack = () => {};

  const createBar = (count: number, at: number, { min, max, counts }: Histogram, highest: number) => {
    const width = (max - min) / counts.length;
    const range = [min + at * width, min + (at + 1) * width].map(numbers.short);
    const bar = element("div", {
      class: "bar",
      title: say("histogramBar", range[0]!, range[1]!, numbers.count(count)),
    });
    const fill = element("div", { class: count > 0 ? "bar-fill" : "" });
    fill.style.height = `${(100 * count) / highest}%`;
    bar.append(fill);
    return bar;
  };
  const draw = (histogram: Histogram, { mean, std }: TensorStatistics) => {
    const { min, max, counts } = histogram;
    const highest = Math.max(...counts);
    const significant = (value: number | string | undefined) =>
      value === undefined ? "–" : numbers.significant(Number(value));
    const summary = say("histogramSummary", ...[min, max, mean, std].map(significant));
    const bars = element("div", { class: "bars", role: "img", "aria-label": summary });
    bars.append(...counts.map((count, at) => createBar(count, at, histogram, highest)));
    if (min < 0 && max > 0) {
      const zero = element("div", { class: "bars-zero" });
      zero.style.left = `${(100 * -min) / (max - min)}%`;
      bars.append(zero);
    }
    const middle = min < 0 && max > 0 ? [element("span", { class: "bars-zero-label" }, "0")] : [];
    for (const label of middle) label.style.left = `${Math.min(88, Math.max(12, (100 * -min) / (max - min)))}%`;
    const axis = element(
      "div",
      { class: "bars-axis", "aria-hidden": "true" },
      element("span", {}, numbers.short(min)),
      ...middle,
      element("span", {}, numbers.short(max)),
    );
    holder.replaceChildren(bars, axis, element("p", { class: "note" }, summary));
  };

  return {
    element: card,
    show: (_tensor, index) => {
      takeBack();
      holder.replaceChildren(element("p", { class: "note" }, say("reading")));
      takeBack = questions.ask({ kind: "histogram", tensor: index }, answer => {
        if ("fault" in answer) holder.replaceChildren(element("p", { class: "note" }, answer.fault));
        else if (answer.histogram) draw(answer.histogram, answer.statistics);
        else holder.replaceChildren(element("p", { class: "note" }, say("histogramNothing")));
      });
    },
  };
}
