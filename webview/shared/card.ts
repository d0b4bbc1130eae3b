import { element } from "./element";

let cards = 0;

/** A framed part of the page under a heading that names it; `tools` stand at the heading's right. */
export function createCard(title: string, className: string, tools: readonly Node[], ...content: Node[]): HTMLElement {
  const id = `card-${++cards}`;
  return element(
    "section",
    { class: `card ${className}`, "aria-labelledby": id },
    element("div", { class: "card-head" }, element("h2", { id }, title), ...tools),
    ...content,
  );
}
