import { RUN_STRING_KEYS } from "./runStrings";

/** Every text of the training panel by key. `{0}`, `{1}` ... are filled in by the page. */
export const PANEL_STRING_KEYS = [
  ...RUN_STRING_KEYS,

  "train",
  "trainAgain",
  "inspectWeights",
  "revealWeights",
  "exportWeights",

  "emptyTitle",
  "emptyText",
  "emptyLensHint",

  "modelInFile",

  "lossPerIterationTitle",
  "lossPerEpochTitle",
  "accuracyPerEpochTitle",
  "axisIteration",
  "axisEpoch",
  "axisLoss",
  "axisAccuracy",
  "axisNorm",
  "waitingForSteps",
  "waitingForEpoch",
  "waitingForNorms",
  "seriesLoss",
  "seriesSmoothed",
  "smoothingLabel",
  "smoothingOff",
  "smoothingLight",
  "smoothingMedium",
  "smoothingStrong",
  "iterationInEpoch",
  "iterationNumber",
  "epochNumber",
  "chartEmpty",
  "lossPerIterationSummary",
  "lossPerEpochSummary",
  "accuracyPerEpochSummary",
  "gradientNormsSummary",

  "showInChart",

  "epochTableTitle",
  "columnEpoch",
  "columnLoss",
  "columnAccuracy",
  "columnCorrect",
  "columnTrainSeconds",
  "columnEvaluateSeconds",

  "weightsTitle",
  "weightsSaved",
  "weightsLastGood",

  "detailsTitle",
  "detailModel",
  "detailParameters",
  "detailOptimizer",
  "detailLearningRate",
  "detailBatchSize",
  "detailEpochs",
  "detailLossFunction",
  "detailNormalization",
  "detailTrainingImages",
  "detailIterationLimit",
  "detailSeed",
  "detailEngine",
  "detailData",
  "detailStarted",
] as const;

export type PanelStringKey = (typeof PANEL_STRING_KEYS)[number];
export type PanelStrings = Readonly<Record<PanelStringKey, string>>;

/** The JSON that the page finds in its element `#strings`. */
export interface PanelTexts {
  /** A BCP 47 tag, such as `vscode.env.language`; numbers are written its way. */
  readonly locale: string;
  readonly strings: PanelStrings;
}
