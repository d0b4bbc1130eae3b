/** The colours and the font that a canvas needs, read from VS Code's theme. */
export interface Theme {
  /** The colour of `--vscode-charts-<name>`, by default the text's. */
  series(name: string, alpha?: number): string;
  readonly foreground: string;
  /** As `rgba(r, g, b, a)`. */
  readonly background: string;
  readonly grid: string;
  readonly tooltipBackground: string;
  readonly tooltipForeground: string;
  readonly tooltipBorder: string;
  readonly fontFamily: string;
  readonly isHighContrast: boolean;
}

const painter = document.createElement("canvas").getContext("2d")!;

/** `color` with the opacity `alpha` instead of its own: some themes make chart colours that are too faint for a line. */
function withAlpha(color: string, alpha: number): string {
  painter.fillStyle = color;
  const written = painter.fillStyle; // #rrggbb or rgba(r, g, b, a), however the theme wrote it
  const [red, green, blue] = written.startsWith("#")
    ? [1, 3, 5].map(at => Number.parseInt(written.slice(at, at + 2), 16))
    : (written.match(/[\d.]+/g) ?? []).map(Number);
  return `rgba(${red ?? 0}, ${green ?? 0}, ${blue ?? 0}, ${alpha})`;
}

/** The theme as it is now. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, otherwise: string) => style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const isHighContrast = /\bvscode-high-contrast/.test(document.body.className);
  const foreground = read("foreground", "#808080");
  const background = read("editor-background", "#ffffff");
  return {
    series: (name, alpha = 1) => withAlpha(read(`charts-${name}`, foreground), alpha),
    foreground,
    background: withAlpha(background, 1),
    grid: withAlpha(foreground, isHighContrast ? 0.3 : 0.12),
    tooltipBackground: read("editorHoverWidget-background", background),
    tooltipForeground: read("editorHoverWidget-foreground", foreground),
    tooltipBorder: read("editorHoverWidget-border", foreground),
    fontFamily: read("font-family", "sans-serif"),
    isHighContrast,
  };
}

const listeners = new Set<() => void>();

// VS Code rewrites the class of `body` in the same task as the variables, also from one dark theme to another.
new MutationObserver(() => {
  for (const listener of listeners) listener();
}).observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });

/** Calls `listener` after each change of theme, as long as the page lives. */
export function onThemeChanged(listener: () => void): void {
  listeners.add(listener);
}
