import type { GradientsMeasured, RunStarted } from "../../src/protocol/trainer";
import { element } from "../shared/element";
import { createTable } from "../shared/table";
import { whenChanged } from "../shared/whenChanged";
import { fromWire } from "../shared/fromWire";
import { lastTotalNorm, NO_NORMS, type NormHistory } from "./normHistory";
import { rootMeanSquare, tensorShapes, type TensorShapes } from "./parameters";
import type { RunContext, RunSection } from "./section";

/** The last gradient norm of each parameter as numbers. While there are curves, `createSwitch` makes the names of the rows. */
export function createNormTable(
  { say, numbers }: Pick<RunContext, "say" | "numbers">,
  createSwitch: (name: string, index: number, shapes: TensorShapes) => HTMLElement = name => element("code", {}, name),
): RunSection {
  const { table, caption, body, addFoot } = createTable("norms", [
    { title: say("columnParameter") },
    { title: say("columnShape") },
    { title: say("columnNorm"), isNumber: true },
    { title: say("columnRms"), isNumber: true },
  ]);
  const note = element("p", { class: "note" });
  const total = element("td", { class: "number" });
  addFoot(element("th", { scope: "row", colspan: 2 }, say("totalNorm")), total, element("td"));
  let showNorms: (norms: NormHistory, measured: GradientsMeasured | undefined) => void = () => undefined;

  const createRows = whenChanged((names: readonly string[], started: RunStarted | undefined, isCurve: boolean) => {
    const shapes = tensorShapes(started);
    const rows = names.map((name, index) => {
      const shape = shapes.get(name);
      const norm = element("td", { class: "number" });
      const rms = element("td", { class: "number" });
      const header = isCurve ? createSwitch(name, index, shapes) : element("code", {}, name);
      const row = element(
        "tr",
        {},
        element("th", { scope: "row" }, header),
        element("td", { class: "shape" }, shape ? `[${shape.join(", ")}]` : ""),
        norm,
        rms,
      );
      const show = (value: number) => {
        norm.textContent = numbers.significant(value);
        rms.textContent = shape ? numbers.significant(rootMeanSquare(value, shape)) : "";
      };
      return { layer: name.slice(0, name.lastIndexOf(".")), row, show };
    });
    body.replaceChildren(...rows.map(({ row }) => row));
    showNorms = whenChanged((norms: NormHistory, measured: GradientsMeasured | undefined) => {
      const batches = measured?.batches;
      const ofTask = batches === undefined ? say("normsOfBatch") : say("normsOfBatches", numbers.count(batches));
      caption.textContent = isCurve ? say("normsAtIteration", numbers.count(norms.steps.last)) : ofTask;
      note.textContent = say(batches === undefined ? "gradientNormsNote" : "gradientNormsMeanNote");
      rows.forEach(({ show }, index) => show(norms.curves[index]!.last));
      showConcerns(rows, measured?.step === norms.steps.last ? measured.concerns : undefined);
      const mean = batches === undefined ? undefined : measured?.total; // the mean of totals is no total of means
      total.textContent = numbers.significant(mean === undefined ? lastTotalNorm(norms) : fromWire(mean));
    });
  });

  return {
    element: element("div", {}, table, note),
    update: ({ run }) => {
      const norms = run?.norms ?? NO_NORMS;
      table.hidden = note.hidden = norms.names.length === 0;
      if (table.hidden) return;
      createRows(norms.names, run?.started, run?.task === "train");
      showNorms(norms, run?.measured);
    },
  };
}

/** Puts the sentence about a layer below the last of its parameters. */
function showConcerns(
  rows: readonly { readonly layer: string; readonly row: HTMLElement }[],
  concerns: GradientsMeasured["concerns"] = {},
): void {
  const body = rows[0]?.row.parentElement;
  for (const old of body?.querySelectorAll(".concern") ?? []) old.remove();
  rows.forEach(({ layer, row }, index) => {
    const concern = concerns[layer];
    if (concern === undefined || rows[index + 1]?.layer === layer) return;
    row.after(element("tr", { class: "concern" }, element("td", { colspan: 4 }, concern)));
  });
}
