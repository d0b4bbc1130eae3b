import type { ListedTensor, TensorStatistics, WireValue } from "../../src/protocol/inspector";
import type { InspectorStringKey } from "../../src/protocol/inspectorStrings";
import { element, setAttribute } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import { arrangeTensors, COLUMN_KEYS, type ColumnKey, type Sorting } from "./arrangeTensors";
import type { InspectorModel } from "./inspectorModel";
import type { InspectorContext, Section } from "./section";
import { statisticsIn } from "./statisticsIn";
import { VirtualRows } from "./virtualRows";
import { writeValue } from "./writeValue";

const TITLES: Readonly<Record<ColumnKey, InspectorStringKey>> = {
  name: "columnName",
  dtype: "columnDtype",
  shape: "columnShape",
  elements: "columnParameters",
  bytes: "columnBytes",
  l2: "columnL2",
  min: "columnMin",
  max: "columnMax",
  mean: "columnMean",
  std: "columnStd",
  zeros: "columnZeros",
};
const TEXT_COLUMNS: readonly ColumnKey[] = ["name", "dtype", "shape"];

/** All tensors, of which those in sight are drawn. Arrow keys and clicks choose one. */
export function createTensorTable(context: InspectorContext): Section {
  const { say, settings, redraw } = context;
  const heads = new Map(COLUMN_KEYS.map(key => [key, createHead(key, context)]));
  const body = element("tbody");
  const headRow = element("tr", {}, ...[...heads.values()].map(({ cell }) => cell));
  const table = element("table", { class: "tensors", role: "grid", tabindex: 0 }, element("thead", {}, headRow), body);
  setAttribute(table, "aria-label", say("tableLabel"));
  const scroller = element("div", { class: "scroller tensor-scroller" }, table);

  let order: readonly number[] = [];
  let model: InspectorModel | undefined;
  const placeOfChosen = () => {
    const tensors = model?.state.listing?.tensors ?? [];
    return order.findIndex(index => tensors[index]!.name === settings.current.chosen);
  };
  const choose = (place: number) => {
    const index = order[place];
    if (index === undefined) return;
    settings.change({ chosen: model!.state.listing!.tensors[index]!.name });
    rows.reveal(place);
    redraw();
  };
  const rows = new VirtualRows(scroller, body, place => {
    const index = order[place]!;
    const tensor = model!.state.listing!.tensors[index]!;
    const row = createRow(tensor, statisticsIn(model!.statistics)(index), context);
    setAttribute(row, "id", `tensor-${index}`);
    setAttribute(row, "aria-rowindex", place + 2);
    setAttribute(row, "aria-selected", String(tensor.name === settings.current.chosen));
    row.addEventListener("click", () => {
      choose(place);
      table.focus({ preventScroll: true });
    });
    return row;
  });
  table.addEventListener("keydown", event => {
    const place = placeOfChosen();
    const last = order.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(last, place + 1),
      ArrowUp: Math.max(0, place - 1),
      PageDown: Math.min(last, place + rows.pageSize),
      PageUp: Math.max(0, place - rows.pageSize),
      Home: 0,
      End: last,
    };
    const target = event.target === table ? targets[event.key] : undefined;
    if (target === undefined) return;
    event.preventDefault();
    choose(target);
  });

  const show = whenChanged(
    (
      tensors: readonly ListedTensor[] | undefined,
      statistics: InspectorModel["statistics"],
      filter: string,
      sorting: Sorting | undefined,
      chosen: string | undefined,
    ) => {
      scroller.hidden = !tensors || tensors.length === 0;
      order = arrangeTensors(tensors ?? [], statisticsIn(statistics), filter, sorting);
      for (const [key, { showSorting }] of heads) showSorting(sorting?.column === key ? sorting : undefined);
      setAttribute(table, "aria-rowcount", order.length + 1);
      const index = order.find(each => tensors?.[each]?.name === chosen);
      setAttribute(table, "aria-activedescendant", index === undefined ? undefined : `tensor-${index}`);
      rows.show(order.length);
    },
  );
  return {
    element: scroller,
    update: next => {
      model = next;
      const { filter, sorting, chosen } = settings.current;
      show(next.state.listing?.tensors, next.statistics, filter, sorting, chosen);
    },
  };
}

function createHead(key: ColumnKey, { say, settings, redraw }: InspectorContext) {
  const arrow = element("span", { class: "arrow", "aria-hidden": "true" });
  const button = element("button", { class: "sort", type: "button" }, say(TITLES[key]), arrow);
  const isText = TEXT_COLUMNS.includes(key);
  const cell = element("th", { scope: "col", class: isText ? undefined : "number" }, button);
  button.addEventListener("click", () => {
    settings.change({ sorting: nextSorting(key, settings.current.sorting, isText) });
    redraw();
  });
  const showSorting = (sorting: Sorting | undefined) => {
    arrow.textContent = sorting ? (sorting.isDescending ? "↓" : "↑") : "";
    setAttribute(cell, "aria-sort", sorting && (sorting.isDescending ? "descending" : "ascending"));
  };
  return { cell, showSorting };
}

/** Numbers begin with the largest; the third click gives the order of the file back. */
function nextSorting(column: ColumnKey, current: Sorting | undefined, isText: boolean): Sorting | undefined {
  if (current?.column !== column) return { column, isDescending: !isText };
  return current.isDescending === isText ? undefined : { column, isDescending: isText };
}

function createRow(tensor: ListedTensor, statistics: TensorStatistics | undefined, context: InspectorContext) {
  const { numbers, say } = context;
  const { name, dtype, shape, elementCount, byteLength } = tensor;
  const number = (text: string) => element("td", { class: "number" }, text);
  const value = (of: WireValue | undefined) => number(of === undefined ? "" : writeValue(of, numbers));
  const flags: string[] = [];
  if (statistics && statistics.nan > 0) flags.push("NaN");
  if (statistics && statistics.inf > 0) flags.push("∞");
  const isZero = statistics !== undefined && elementCount > 1 && statistics.zeros === elementCount;
  return element(
    "tr",
    { class: flags.length > 0 ? "is-bad" : undefined },
    element(
      "th",
      { scope: "row", title: name },
      element("code", {}, name),
      ...flags.map(flag => element("span", { class: "flag flag-bad" }, flag)),
      ...(isZero ? [element("span", { class: "flag" }, say("flagAllZero"))] : []),
    ),
    element("td", {}, dtype),
    element("td", { class: "shape" }, `[${shape.join(", ")}]`),
    number(numbers.count(elementCount)),
    number(numbers.bytes(byteLength)),
    value(statistics?.l2),
    value(statistics?.min),
    value(statistics?.max),
    value(statistics?.mean),
    value(statistics?.std),
    number(statistics && elementCount > 0 ? numbers.percent((100 * statistics.zeros) / elementCount) : ""),
  );
}
