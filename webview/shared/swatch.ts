import { setAttribute } from "./element";
import type { Marker, SeriesStyle } from "./seriesStyles";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 30;
const HEIGHT = 12;

/** Outlines around (15, 6), as Chart.js draws its point styles. */
const MARKER_PATHS: Readonly<Record<Marker, string>> = {
  circle: "M11.5 6a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z",
  rect: "M12 3h6v6h-6z",
  triangle: "M15 2l4 7h-8z",
  rectRot: "M15 1.5L19.5 6L15 10.5L10.5 6z",
  cross: "M15 2v8M11 6h8",
  star: "M15 2v8M11 6h8M12.2 3.2l5.6 5.6M17.8 3.2l-5.6 5.6",
};

/** A piece of a chart's line for its legend. Its colour is that of the text around it. */
export function createSwatch({ color, dash, marker }: SeriesStyle, hasMarker: boolean): Element {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `swatch series-${color}`);
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("width", String(WIDTH));
  svg.setAttribute("height", String(HEIGHT));
  svg.setAttribute("aria-hidden", "true");
  svg.append(path(`M0 6h${WIDTH}`, { "stroke-dasharray": dash.join(" ") || undefined }));
  if (hasMarker) svg.append(path(MARKER_PATHS[marker], { fill: "currentColor" }));
  return svg;
}

function path(outline: string, attributes: Readonly<Record<string, string | undefined>>): Element {
  const created = document.createElementNS(SVG, "path");
  const all = { d: outline, stroke: "currentColor", "stroke-width": "2", fill: "none", ...attributes };
  for (const [name, value] of Object.entries(all)) setAttribute(created, name, value);
  return created;
}
