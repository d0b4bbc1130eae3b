import type { InspectorStrings } from "../../protocol/inspectorStrings";
import type { Translate } from "../translate";

/** The texts of the inspector in the language that `t` speaks; placeholders stay for the page to fill. */
export function inspectorStrings(t: Translate): InspectorStrings {
  return {
    formatZip: t("PyTorch (zip format)"),
    formatLegacy: t("PyTorch (legacy format)"),
    formatSafetensors: t("safetensors"),
    tensorCount: t("Tensors: {0}"),
    parameterCount: t("Values: {0}"),
    weightsOnly: t(
      "Weights only: the file holds numbers under names. It has no code and no graph of the network, and nothing of it was executed.",
    ),
    copySnippet: t("Copy PyTorch Snippet"),

    goneTitle: t("The file is no longer there"),
    goneText: t(
      "What was read of it before is still shown; values can no longer be looked up once the editor is closed.",
    ),
    unreadableTitle: t("This file cannot be read as weights"),
    unreadableAdvice: t(
      "Nothing of the file was executed. If it is meant to hold weights, copy or download it again, or save it again with torch.save or safetensors.",
    ),
    reopenAsText: t("Reopen as Text"),
    refusedTitle: t("This file must not be loaded"),
    refusedShown: t("What could be read safely is shown below."),
    refusedNothing: t("No tensor of it could be read safely."),
    refusedAdvice: t(
      "Nothing of the file was executed. torch.load with weights_only=True refuses such files as well. Ask whoever made it for a plain state dict: torch.save(model.state_dict(), path).",
    ),
    valuesTitle: t("Look at these values"),
    valuesUnread: t("{0} was not measured: {1}"),
    valuesNotFinite: t("{0} has {1} NaN and {2} infinite values among {3}."),
    valuesAllZero: t("{0} is zero throughout."),
    valuesMore: t("And {0} more of these kinds."),
    warningsTitle: t("Good to know"),
    tensorsLeftOut: t("The file has {0} more tensors than this page lists."),

    filterPlaceholder: t("Filter by name, dtype or shape"),
    filterLabel: t("Filter the tensors"),
    totals: t("Values: {1} · {2}"),
    filteredTotals: t("{0} of {3} tensors · Values: {1} · {2}"),
    measuringLabel: t("Tensors measured"),
    measuring: t("Measuring: {0} of {1}"),
    notMeasured: t("Statistics need all values read ({0})."),
    measure: t("Measure"),
    stopMeasuring: t("Stop"),

    tableLabel: t("Tensors of the file"),
    columnName: t("Name"),
    columnDtype: t("dtype"),
    columnShape: t("Shape"),
    columnParameters: t("Values"),
    columnBytes: t("Size"),
    columnL2: t("L2 norm"),
    columnMin: t("Min"),
    columnMax: t("Max"),
    columnMean: t("Mean"),
    columnStd: t("Std"),
    columnZeros: t("Zeros"),
    flagAllZero: t("all zero"),

    fitLabel: t("What takes these weights"),
    fitsOne: t("These weights fit {0}."),
    fitsSeveral: t("These weights fit"),
    tutorialNet: t("{0}, the network of the tutorial"),
    classInFile: t("{0} in {1}"),
    evaluate: t("Evaluate on MNIST"),
    gradients: t("Gradient Norms"),
    copyModelSnippet: t("Copy Snippet with Class"),
  };
}
