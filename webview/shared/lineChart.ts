import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
  type ChartDataset,
} from "chart.js";
import { element, setAttribute } from "./element";
import type { SeriesStyle } from "./seriesStyles";
import { onThemeChanged, readTheme } from "./theme";

Chart.register(LineController, LineElement, LinearScale, LogarithmicScale, PointElement, Tooltip);

export interface Point {
  readonly x: number;
  /** NaN leaves a gap. */
  readonly y: number;
}

/** One line. Lines of one chart have the same x values, so that the tooltip can tell all of them. */
export interface LineSeries {
  readonly name: string;
  readonly points: Point[];
  readonly style: SeriesStyle;
  /** Without markers, however few the points are. */
  readonly isBare?: boolean;
  /** A background line, behind and paler than its smoothed version. */
  readonly isFaint?: boolean;
}

export interface LineChartOptions {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly yScale: "linear" | "logarithmic";
  readonly beginAtZero?: boolean;
  /** The marks of the x axis stand at whole numbers only. */
  readonly hasWholeX?: boolean;
  readonly writeX: (x: number) => string;
  readonly writeY: (y: number) => string;
  /** What the tooltip says about one place. */
  readonly describeX: (x: number) => string;
  readonly describeY: (y: number) => string;
  /** Shown while there are no points. */
  readonly placeholder: string;
}

/** More points than this are drawn as a bare line. */
const MAX_MARKED_POINTS = 200;

/** A line chart in the theme's colours. Everything it shows stands in a table or in its label as well. */
export class LineChart {
  readonly element: HTMLElement;
  readonly #canvas = element("canvas", { role: "img" });
  readonly #chart: Chart<"line", Point[]>;
  readonly #options: LineChartOptions;
  #series: readonly LineSeries[] = [];
  #xRange = { min: 0, max: 1 };

  constructor(options: LineChartOptions) {
    this.#options = options;
    this.element = element(
      "div",
      { class: "chart is-empty" },
      this.#canvas,
      element("p", { class: "chart-placeholder" }, options.placeholder),
    );
    this.#chart = new Chart<"line", Point[]>(this.#canvas, {
      type: "line",
      data: { datasets: [] },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: {
          tooltip: {
            displayColors: true,
            boxPadding: 4,
            usePointStyle: true,
            callbacks: {
              title: ([item]) => (item ? options.describeX(item.parsed.x ?? NaN) : ""),
              label: ({ dataset, parsed }) => `${dataset.label ?? ""}: ${options.describeY(parsed.y ?? NaN)}`,
            },
          },
        },
      },
    });
    this.#applyTheme();
    onThemeChanged(() => {
      this.#applyTheme();
      this.#chart.update("none");
    });
  }

  /** How many points have room side by side. */
  get plotWidth(): number {
    return Math.max(100, Math.floor(this.element.clientWidth));
  }

  /** Shows the placeholder; `label` says it to whoever does not see the chart. */
  showNothing(label: string): void {
    this.element.classList.add("is-empty");
    setAttribute(this.#canvas, "aria-label", label);
  }

  /** Draws `series` over `xRange`; `label` says it all to whoever does not see the chart. */
  show(series: readonly LineSeries[], xRange: { min: number; max: number }, label: string): void {
    this.element.classList.remove("is-empty");
    setAttribute(this.#canvas, "aria-label", label);
    this.#series = series;
    const known = new Map(this.#chart.data.datasets.map(dataset => [dataset.label, dataset]));
    this.#chart.data.datasets = series.map(({ name, points }) => {
      const dataset: ChartDataset<"line", Point[]> = known.get(name) ?? { label: name, data: [] };
      dataset.data = points;
      return dataset;
    });
    this.#xRange = xRange;
    Object.assign(this.#chart.options.scales!["x"]!, xRange);
    this.#styleLines();
    this.#chart.update("none");
  }

  #styleLines(): void {
    const theme = readTheme();
    this.#series.forEach(({ style, points, isBare, isFaint }, index) => {
      const color = theme.series(style.color, isFaint ? (theme.isHighContrast ? 0.55 : 0.35) : 1);
      const radius = isBare || points.length > MAX_MARKED_POINTS ? 0 : points.length > 25 ? 2.5 : 4;
      Object.assign(this.#chart.data.datasets[index]!, {
        borderColor: color,
        backgroundColor: color,
        pointBackgroundColor: color,
        pointBorderColor: color,
        borderWidth: isFaint ? 1 : 2,
        borderDash: [...style.dash],
        borderJoinStyle: "round",
        pointStyle: style.marker,
        pointRadius: radius,
        pointHoverRadius: radius + 2,
        order: isFaint ? 1 : 0,
      });
    });
  }

  #applyTheme(): void {
    const theme = readTheme();
    const { options } = this.#chart;
    const font = { family: theme.fontFamily, size: 11 };
    const { xTitle, yTitle, writeX, writeY, yScale, beginAtZero = false, hasWholeX } = this.#options;
    const scale = (title: string, write: (value: number) => string, ticks: object) => ({
      title: { display: true, text: title, color: theme.foreground, font },
      grid: { color: theme.grid, tickColor: theme.grid },
      border: { color: theme.grid },
      ticks: {
        color: theme.foreground,
        font,
        includeBounds: false,
        maxRotation: 0,
        callback: (value: number | string) => write(Number(value)),
        ...ticks,
      },
    });
    options.scales = {
      x: { type: "linear", ...scale(xTitle, writeX, hasWholeX ? { precision: 0 } : {}), ...this.#xRange },
      y: { type: yScale, beginAtZero, ...scale(yTitle, writeY, yScale === "linear" ? { maxTicksLimit: 8 } : {}) },
    };
    Object.assign(options.plugins!.tooltip!, {
      backgroundColor: theme.tooltipBackground,
      titleColor: theme.tooltipForeground,
      bodyColor: theme.tooltipForeground,
      borderColor: theme.tooltipBorder,
      borderWidth: 1,
      titleFont: font,
      bodyFont: font,
    });
    this.#styleLines();
  }
}
