export type Marker = "circle" | "rect" | "triangle" | "rectRot" | "cross" | "star";

/** The look of one line: colour, dashes and marker each tell lines apart. */
export interface SeriesStyle {
  /** The part of `--vscode-charts-…` after the dash. */
  readonly color: string;
  /** Lengths of dash and gap in CSS pixels; empty: an unbroken line. */
  readonly dash: readonly number[];
  readonly marker: Marker;
}

const COLORS = ["blue", "red", "orange", "purple", "green", "yellow"];
const DASHES = [[], [2, 3], [9, 4], [9, 3, 2, 3], [4, 4]];
const MARKERS: readonly Marker[] = ["circle", "rect", "triangle", "rectRot", "cross", "star"];

/** The style of the line at `index`; thirty follow before one repeats. */
export function seriesStyle(index: number): SeriesStyle {
  return {
    color: COLORS[index % COLORS.length]!,
    dash: DASHES[index % DASHES.length]!,
    marker: MARKERS[index % MARKERS.length]!,
  };
}
