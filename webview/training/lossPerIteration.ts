import type { RunStarted } from "../../src/protocol/trainer";
import { createDropdown } from "../shared/controls";
import { element } from "../shared/element";
import { LineChart, type LineSeries } from "../shared/lineChart";
import { seriesStyle } from "../shared/seriesStyles";
import { createSwatch } from "../shared/swatch";
import { whenChanged } from "../shared/whenChanged";
import { createCard } from "../shared/card";
import { GrowingSeries } from "../run/growingSeries";
import { minMaxIndexes } from "./minMaxIndexes";
import { stepsPerEpoch } from "../run/runProgress";
import type { PanelContext, Section } from "./section";
import { smooth, SMOOTHING_WEIGHTS, type Smoothing } from "./smoothing";

const LINE = seriesStyle(0);

/** The loss of every batch as it happens: a faint line as measured under a strong one that is smoothed. */
export function createLossPerIteration({ say, numbers, settings, redraw }: PanelContext): Section {
  const title = say("lossPerIterationTitle");
  let batchesPerEpoch = Infinity;

  const chart = new LineChart({
    xTitle: say("axisIteration"),
    yTitle: say("axisLoss"),
    yScale: "linear",
    beginAtZero: true,
    hasWholeX: true,
    writeX: iteration => (Number.isInteger(iteration) ? numbers.count(iteration) : ""),
    writeY: numbers.short,
    describeX: step => say("iterationInEpoch", numbers.count(step), numbers.count(Math.ceil(step / batchesPerEpoch))),
    describeY: numbers.loss,
    placeholder: say("waitingForSteps"),
  });

  const choices: readonly { value: Smoothing; text: string }[] = [
    { value: "off", text: say("smoothingOff") },
    { value: "light", text: say("smoothingLight") },
    { value: "medium", text: say("smoothingMedium") },
    { value: "strong", text: say("smoothingStrong") },
  ];
  const choice = createDropdown(say("smoothingLabel"), choices, settings.current.smoothing, smoothing => {
    settings.change({ smoothing });
    redraw();
  });
  const tools = element(
    "div",
    { class: "tool" },
    element("span", { "aria-hidden": "true" }, say("smoothingLabel")),
    choice,
  );

  const legendOfSmoothed = element("li", {}, createSwatch(LINE, false), say("seriesSmoothed"));
  const legendOfRaw = element(
    "li",
    {},
    element("span", { class: "is-faint" }, createSwatch(LINE, false)),
    say("seriesLoss"),
  );
  const legend = element("ul", { class: "legend" }, legendOfSmoothed, legendOfRaw);

  const show = whenChanged((losses: GrowingSeries, smoothing: Smoothing, started: RunStarted | undefined) => {
    legend.hidden = losses.length === 0 || smoothing === "off";
    if (losses.length === 0) {
      chart.showNothing(say("chartEmpty", title));
      return;
    }
    batchesPerEpoch = started ? stepsPerEpoch(started) : Infinity;
    const { values } = losses;
    const smoothed = smooth(values, SMOOTHING_WEIGHTS[smoothing]);
    const places = minMaxIndexes([values], chart.plotWidth / 2);
    const pointsOf = (curve: ArrayLike<number>) => places.map(place => ({ x: place + 1, y: finite(curve[place]!) }));
    const isSmoothed = smoothing !== "off";
    const series: LineSeries[] = [
      ...(isSmoothed ? [{ name: say("seriesSmoothed"), points: pointsOf(smoothed), style: LINE, isBare: true }] : []),
      { name: say("seriesLoss"), points: pointsOf(values), style: LINE, isBare: true, isFaint: isSmoothed },
    ];
    const summary = say(
      "lossPerIterationSummary",
      title,
      numbers.count(losses.length),
      numbers.loss(losses.at(0)),
      numbers.loss(losses.last),
      numbers.loss(smoothed.at(-1) ?? NaN),
    );
    chart.show(series, { min: 1, max: Math.max(2, losses.length) }, summary);
  });

  return {
    element: createCard(title, "card-wide", [tools], legend, chart.element),
    update: ({ run }) => show(run?.losses ?? GrowingSeries.EMPTY, settings.current.smoothing, run?.started),
  };
}

const finite = (value: number) => (Number.isFinite(value) ? value : NaN);
