import { element } from "./element";

export interface Column {
  readonly title: string;
  /** Digits, set to the right. */
  readonly isNumber?: boolean;
}

/** A table with a head of column titles and an empty body; its caption names it. */
export function createTable(className: string, columns: readonly Column[]) {
  const caption = element("caption");
  const body = element("tbody");
  const head = columns.map(({ title, isNumber }) =>
    element("th", { scope: "col", class: isNumber ? "number" : undefined }, title),
  );
  const table = element("table", { class: className }, caption, element("thead", {}, element("tr", {}, ...head)), body);
  const addFoot = (...cells: Node[]) => table.append(element("tfoot", {}, element("tr", {}, ...cells)));
  return { table, caption, body, addFoot };
}
