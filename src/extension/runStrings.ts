import type { RunStrings } from "../protocol/runStrings";
import type { Translate } from "./translate";

/** The texts about a run in the language that `t` speaks; placeholders stay for the pages to fill. */
export function runStrings(t: Translate): RunStrings {
  return {
    stop: t("Stop"),
    stopping: t("Stopping…"),
    showLog: t("Show Log"),

    stateStarting: t("Starting the trainer"),
    statePreparing: t("Preparing the data"),
    stateTraining: t("Training"),
    stateEvaluating: t("Evaluating"),
    stateMeasuring: t("Measuring gradient norms"),
    stateStopping: t("Stopping after the current batch"),
    stateTrained: t("Training complete"),
    stateEvaluated: t("Evaluation complete"),
    stateMeasured: t("Gradient norms measured"),
    stateStopped: t("Stopped"),
    stateFailed: t("Failed"),
    stateInterrupted: t("Interrupted"),

    factDevice: t("Device"),
    factData: t("Data"),
    factSeed: t("Seed"),
    deviceAndEngine: t("{0} (engine: {1})"),
    dataCounts: t("{0}: {1} training and {2} test images from {3}"),
    dataCountsSynthetic: t("Synthetic digits instead of {0}: {1} training and {2} test images, {3}"),
    whyOtherEngines: t("Why the other engines were not used"),
    engineReference: t("Reference"),
    engineWasm: t("WebAssembly"),
    engineWebgpu: t("WebGPU"),
    engineTfjs: t("TensorFlow"),

    syntheticTitle: t("These are not the real digits"),
    syntheticText: t(
      "The network learns synthetic digits that Train Lens draws itself, not {0}. The numbers cannot be compared with the tutorial's.",
    ),
    syntheticReason: t("Reason: {0}"),
    failedTitle: t("The run failed"),
    stoppedText: t("You stopped this run after iteration {0} of {1}. Everything measured until then is shown."),
    stoppedEarlyText: t("You stopped this run before its first iteration."),
    stoppedWithoutResult: t("You stopped this run before its end, so there is no result."),
    interruptedText: t("The run was interrupted. Everything measured until then is shown."),

    progressLabel: t("Progress"),
    progressEpoch: t("Epoch {0} of {1}"),
    progressIteration: t("Iteration {0} of {1}"),
    progressLeft: t("about {0} left"),
    progressEvaluating: t("measuring the test accuracy"),
    progressBatches: t("Batch {0} of {1}"),
    progressImages: t("Test image {0} of {1}"),
    downloading: t("Downloading {0}: {1} of {2}"),
    downloadingUnknownSize: t("Downloading {0}: {1}"),

    figureAccuracy: t("Test accuracy"),
    figureTrainingLoss: t("Training loss"),
    figureTestLoss: t("Test loss"),
    figureCorrect: t("Correct"),
    figureTime: t("Time"),
    notYet: t("–"),
    correctOfTotal: t("{0} / {1}"),

    gradientNormsTitle: t("Gradient Norm per Parameter"),
    gradientNormsNote: t(
      "Measured on one batch, before its update. RMS is the norm divided by the square root of the number of elements, so that parameters of different sizes compare.",
    ),
    gradientNormsMeanNote: t(
      "The mean over the batches, all with the same weights. RMS is the norm divided by the square root of the number of elements, so that parameters of different sizes compare.",
    ),
    columnParameter: t("Parameter"),
    columnShape: t("Shape"),
    columnNorm: t("Norm"),
    columnRms: t("RMS"),
    totalNorm: t("All parameters"),
    normsOfBatch: t("Gradient norms of one batch"),
    normsOfBatches: t("Mean gradient norms of {0} batches"),
    normsAtIteration: t("Gradient norms at iteration {0}"),

    confusionTitle: t("Confusion Matrix"),
    confusionSummary: t("{0} of {1} test images recognised ({2}), mean loss {3}."),
    confusionAxes: t("Rows: true class. Columns: predicted class."),
    confusionTrue: t("True"),
    confusionPredicted: t("Predicted"),
    confusionCell: t("{0} images of class {1} predicted as {2}"),
    columnClassAccuracy: t("Right"),

    mistakesTitle: t("Most confused"),
    mistakesNote: t("The mistakes that are made most often, with the first test images of each."),
    mistakesPair: t("{0} taken for {1}: {2}"),
    mistakesPicture: t("Test image {0}: a {1} taken for a {2}"),

    announceEpoch: t("Epoch {0} of {1} finished: loss {2}, test accuracy {3}."),
    announceEvaluation: t("Evaluation finished: {0} of {1} test images recognised, {2}."),
  };
}
