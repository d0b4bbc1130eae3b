import type { PanelStrings } from "../../protocol/panelStrings";
import { runStrings } from "../runStrings";
import type { Translate } from "../translate";

/** The texts of the training panel in the language that `t` speaks; placeholders stay for the page to fill. */
export function panelStrings(t: Translate): PanelStrings {
  return {
    ...runStrings(t),

    train: t("Train"),
    trainAgain: t("Train Again"),
    inspectWeights: t("Inspect"),
    revealWeights: t("Reveal File"),
    exportWeights: t("Export a Copy…"),

    emptyTitle: t("Nothing has been trained yet"),
    emptyText: t(
      "Train the tutorial's network on MNIST: five epochs over 60,000 handwritten digits, on this machine and without Python. Loss, accuracy and gradient norms appear here while it learns.",
    ),
    emptyLensHint: t("To train a network of your own, click Train above its class in a Python file."),

    modelInFile: t("in {0}"),

    lossPerIterationTitle: t("Loss per Iteration"),
    lossPerEpochTitle: t("Training Loss per Epoch"),
    accuracyPerEpochTitle: t("Test Accuracy per Epoch"),
    axisIteration: t("Iteration"),
    axisEpoch: t("Epoch"),
    axisLoss: t("Loss"),
    axisAccuracy: t("Accuracy (%)"),
    axisNorm: t("L2 norm (log scale)"),
    waitingForSteps: t("The curve starts with the first batches."),
    waitingForEpoch: t("The first point comes with the end of the first epoch."),
    waitingForNorms: t("The norms appear with their first measurement, at the latest with the end of the first epoch."),
    seriesLoss: t("Loss of the batch"),
    seriesSmoothed: t("Smoothed"),
    smoothingLabel: t("Smoothing"),
    smoothingOff: t("Off"),
    smoothingLight: t("Light (0.6)"),
    smoothingMedium: t("Medium (0.9)"),
    smoothingStrong: t("Strong (0.98)"),
    iterationInEpoch: t("Iteration {0}, epoch {1}"),
    iterationNumber: t("Iteration {0}"),
    epochNumber: t("Epoch {0}"),
    chartEmpty: t("{0}: no points yet"),
    lossPerIterationSummary: t("{0}: line chart of {1} iterations. First {2}, last {3}, smoothed {4}."),
    lossPerEpochSummary: t(
      "{0}: line chart. From {1} in epoch {2} to {3} in epoch {4}. The table of epochs has all values.",
    ),
    accuracyPerEpochSummary: t(
      "{0}: line chart. From {1} in epoch {2} to {3} in epoch {4}. The table of epochs has all values.",
    ),
    gradientNormsSummary: t(
      "{0}: line chart on a logarithmic axis, {1} measurements. The table below has the last values.",
    ),

    showInChart: t("Show {0} in the chart"),

    epochTableTitle: t("Epochs"),
    columnEpoch: t("Epoch"),
    columnLoss: t("Loss"),
    columnAccuracy: t("Accuracy"),
    columnCorrect: t("Correct"),
    columnTrainSeconds: t("Train time"),
    columnEvaluateSeconds: t("Test time"),

    weightsTitle: t("Weights"),
    weightsSaved: t("Saved to"),
    weightsLastGood: t("Weights of the last good epoch, saved to"),

    detailsTitle: t("Model and settings"),
    detailModel: t("Model"),
    detailParameters: t("Parameters"),
    detailOptimizer: t("Optimizer"),
    detailLearningRate: t("Learning rate"),
    detailBatchSize: t("Batch size"),
    detailEpochs: t("Epochs"),
    detailLossFunction: t("Loss function"),
    detailNormalization: t("Normalization"),
    detailTrainingImages: t("Training images"),
    detailIterationLimit: t("Iteration limit"),
    detailSeed: t("Seed"),
    detailEngine: t("Engine"),
    detailData: t("Data"),
    detailStarted: t("Started"),
  };
}
