/** Every text of the inspector by key. `{0}`, `{1}` ... are filled in by the page. */
export const INSPECTOR_STRING_KEYS = [
  "formatZip",
  "formatLegacy",
  "formatSafetensors",
  "tensorCount",
  "parameterCount",
  "weightsOnly",
  "copySnippet",

  "goneTitle",
  "goneText",
  "unreadableTitle",
  "unreadableAdvice",
  "reopenAsText",
  "refusedTitle",
  "refusedShown",
  "refusedNothing",
  "refusedAdvice",
  "valuesTitle",
  "valuesUnread",
  "valuesNotFinite",
  "valuesAllZero",
  "valuesMore",
  "warningsTitle",
  "tensorsLeftOut",

  "filterPlaceholder",
  "filterLabel",
  "totals",
  "filteredTotals",
  "measuringLabel",
  "measuring",
  "notMeasured",
  "measure",
  "stopMeasuring",

  "tableLabel",
  "columnName",
  "columnDtype",
  "columnShape",
  "columnParameters",
  "columnBytes",
  "columnL2",
  "columnMin",
  "columnMax",
  "columnMean",
  "columnStd",
  "columnZeros",
  "flagAllZero",

  "fitLabel",
  "fitsOne",
  "fitsSeveral",
  "tutorialNet",
  "classInFile",
  "evaluate",
  "gradients",
  "copyModelSnippet",
] as const;

export type InspectorStringKey = (typeof INSPECTOR_STRING_KEYS)[number];
export type InspectorStrings = Readonly<Record<InspectorStringKey, string>>;

/** The JSON that the page finds in its element `#strings`. */
export interface InspectorTexts {
  /** A BCP 47 tag, such as `vscode.env.language`; numbers are written its way. */
  readonly locale: string;
  readonly strings: InspectorStrings;
}
