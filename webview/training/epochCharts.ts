import type { PanelStringKey } from "../../src/protocol/panelStrings";
import { LineChart } from "../shared/lineChart";
import type { SeriesStyle } from "../shared/seriesStyles";
import { whenChanged } from "../shared/whenChanged";
import { createCard } from "../shared/card";
import type { EpochResult } from "../run/runView";
import type { PanelContext, Section } from "./section";

interface EpochCurve {
  readonly title: PanelStringKey;
  readonly axis: PanelStringKey;
  readonly name: PanelStringKey;
  readonly summary: PanelStringKey;
  readonly style: SeriesStyle;
  readonly valueOf: (epoch: EpochResult) => number;
  readonly write: (value: number) => string;
}

/** The tutorial's first plot: the mean loss of each epoch, blue with round markers. */
export function createLossPerEpoch(context: PanelContext): Section {
  return createEpochChart(context, {
    title: "lossPerEpochTitle",
    axis: "axisLoss",
    name: "columnLoss",
    summary: "lossPerEpochSummary",
    style: { color: "blue", dash: [], marker: "circle" },
    valueOf: epoch => epoch.loss,
    write: context.numbers.loss,
  });
}

/** The tutorial's second plot: the accuracy on the test set after each epoch, orange with round markers. */
export function createAccuracyPerEpoch(context: PanelContext): Section {
  return createEpochChart(context, {
    title: "accuracyPerEpochTitle",
    axis: "axisAccuracy",
    name: "columnAccuracy",
    summary: "accuracyPerEpochSummary",
    style: { color: "orange", dash: [], marker: "circle" },
    valueOf: epoch => epoch.accuracy,
    write: context.numbers.percent,
  });
}

function createEpochChart({ say, numbers }: PanelContext, curve: EpochCurve): Section {
  const title = say(curve.title);
  const chart = new LineChart({
    xTitle: say("axisEpoch"),
    yTitle: say(curve.axis),
    yScale: "linear",
    hasWholeX: true,
    writeX: epoch => (Number.isInteger(epoch) ? numbers.count(epoch) : ""),
    writeY: numbers.short,
    describeX: epoch => say("epochNumber", numbers.count(epoch)),
    describeY: curve.write,
    placeholder: say("waitingForEpoch"),
  });
  const show = whenChanged((epochs: readonly EpochResult[], planned: number) => {
    const first = epochs.at(0);
    const last = epochs.at(-1);
    if (!first || !last) {
      chart.showNothing(say("chartEmpty", title));
      return;
    }
    const points = epochs.map(epoch => ({ x: epoch.epoch, y: curve.valueOf(epoch) }));
    const margin = planned > 1 ? (planned - 1) * 0.04 : 0.5;
    const range = { min: 1 - Math.min(margin, 0.5), max: planned + margin };
    const summary = say(
      curve.summary,
      title,
      curve.write(curve.valueOf(first)),
      numbers.count(first.epoch),
      curve.write(curve.valueOf(last)),
      numbers.count(last.epoch),
    );
    chart.show([{ name: say(curve.name), points, style: curve.style }], range, summary);
  });
  return {
    element: createCard(title, "", [], chart.element),
    update: ({ run }) => show(run?.epochs ?? NO_EPOCHS, run?.started?.settings.epochs ?? 1),
  };
}

const NO_EPOCHS: readonly EpochResult[] = [];
