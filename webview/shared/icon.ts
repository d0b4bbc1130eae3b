import { setAttribute } from "./element";

const SVG = "http://www.w3.org/2000/svg";

/** Outlines in a square of 16, drawn with lines one and a half wide. */
const ICON_PATHS = {
  warning: "M8 2L14.5 13.5H1.5zM8 6.3v3.5M8 11.4v0.6",
  error: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0 -13zM5.5 5.5l5 5M10.5 5.5l-5 5",
  info: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0 -13zM8 7.2v4.3M8 4.4v0.6",
} as const;

export type IconName = keyof typeof ICON_PATHS;

/** A picture beside a text that says the same. */
export function createIcon(name: IconName): Element {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const attributes = { class: `icon icon-${name}`, viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" };
  const drawing = { d: ICON_PATHS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.3 };
  for (const [key, value] of Object.entries(attributes)) setAttribute(svg, key, value);
  for (const [key, value] of Object.entries(drawing)) setAttribute(path, key, value);
  svg.append(path);
  return svg;
}
