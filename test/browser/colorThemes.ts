/** The kinds of theme a person may use, each with the id of VS Code's own theme and the class of the workbench under it. */
export const COLOR_THEMES = {
  light: { id: "Light Modern", className: "vs" },
  dark: { id: "Dark Modern", className: "vs-dark" },
  "high-contrast-dark": { id: "Default High Contrast", className: "hc-black" },
  "high-contrast-light": { id: "Default High Contrast Light", className: "hc-light" },
} as const;

export type ColorTheme = keyof typeof COLOR_THEMES;
