import type { RunStarted } from "../../src/protocol/trainer";
import { createCheckbox } from "../shared/controls";
import { element } from "../shared/element";
import { LineChart } from "../shared/lineChart";
import { seriesStyle } from "../shared/seriesStyles";
import { createSwatch } from "../shared/swatch";
import { whenChanged } from "../shared/whenChanged";
import { createCard } from "../shared/card";
import { minMaxIndexes } from "./minMaxIndexes";
import { NO_NORMS, type NormHistory } from "../run/normHistory";
import { createNormTable } from "../run/normTable";
import { isParameterShown, tensorShapes } from "../run/parameters";
import type { PanelContext, Section } from "./section";
import type { ViewSettings } from "./viewSettings";

/** How large the gradient of each parameter was: a chart over the run, and the last values as a table. */
export function createGradientNorms(context: PanelContext): Section {
  const { say, numbers, settings, redraw } = context;
  const title = say("gradientNormsTitle");
  const table = createNormTable(context, (name, index, shapes) => {
    const label = [createSwatch(seriesStyle(index), true), element("code", {}, name)];
    const isShown = isParameterShown(name, shapes, settings.current.shownParameters);
    return createCheckbox(label, say("showInChart", name), isShown, isChecked => {
      settings.change({ shownParameters: { ...settings.current.shownParameters, [name]: isChecked } });
      redraw();
    });
  });
  const chart = new LineChart({
    xTitle: say("axisIteration"),
    yTitle: say("axisNorm"),
    yScale: "logarithmic",
    hasWholeX: true,
    writeX: iteration => (Number.isInteger(iteration) ? numbers.count(iteration) : ""),
    writeY: value => (isOneTwoOrFive(value) ? numbers.short(value) : ""),
    describeX: iteration => say("iterationNumber", numbers.count(iteration)),
    describeY: numbers.significant,
    placeholder: say("waitingForNorms"),
  });
  const columns = element("div", { class: "columns" }, chart.element, table.element);
  const card = createCard(title, "card-wide", [], columns);

  const draw = whenChanged((norms: NormHistory, started: RunStarted | undefined, { shownParameters }: ViewSettings) => {
    const { steps } = norms;
    if (steps.length === 0) {
      chart.showNothing(say("chartEmpty", title));
      return;
    }
    const shapes = tensorShapes(started);
    const shown = norms.names.flatMap((name, index) =>
      isParameterShown(name, shapes, shownParameters) ? [{ name, index, values: norms.curves[index]!.values }] : [],
    );
    const places = minMaxIndexes(
      shown.map(({ values }) => values),
      chart.plotWidth / 8,
    );
    const series = shown.map(({ name, index, values }) => ({
      name,
      points: places.map(place => ({ x: steps.at(place), y: onLogAxis(values[place]!) })),
      style: seriesStyle(index),
    }));
    const range = { min: Math.min(1, steps.at(0)), max: Math.max(2, steps.last) };
    chart.show(series, range, say("gradientNormsSummary", title, numbers.count(steps.length)));
  });

  return {
    element: card,
    update: stage => {
      const { run } = stage;
      const norms = run?.norms ?? NO_NORMS;
      card.hidden = run?.task === "evaluate" || (run?.task === "gradients" && norms.steps.length === 0);
      const isCurve = run?.task !== "gradients";
      chart.element.hidden = !isCurve;
      if (isCurve) draw(norms, run?.started, settings.current);
      table.update(stage);
    },
  };
}

/** A logarithmic axis has no place for zero and below, and a chart none for what is not finite. */
const onLogAxis = (value: number) => (Number.isFinite(value) && value > 0 ? value : NaN);

/** The marks of a logarithmic axis that carry a number. */
function isOneTwoOrFive(value: number): boolean {
  const digit = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, 2, 5].some(marked => Math.abs(digit - marked) < 1e-6);
}
