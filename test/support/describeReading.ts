import type { Layer } from "../../src/model/layers";
import type { ModelReading } from "../../src/model/source/readModels";
import type { TrainingSettings } from "../../src/model/trainingSettings";

/** A reading in the words of `test/fixtures/readings`, a line for each thing that there is to say. */
export function describeReading({ name, line, outcome }: ModelReading): string[] {
  if (!outcome.understood) return [`${name} ${line} refused ${outcome.refusal.line}: ${outcome.refusal.reason}`];
  const { model, fileSettings, untrainable } = outcome;
  const calls = model.calls.map(
    call => `${call.module === undefined ? "" : `${call.module}:`}${layerText(call.layer)}`,
  );
  const settings = settingsText(fileSettings.settings);
  return [
    `${name} ${line}: [${model.inputShape.join(", ")}] ${calls.join(" ")}`,
    ...(settings === "" ? [] : [settings]),
    ...(untrainable ? [`untrainable ${untrainable.line}: ${untrainable.reason}`] : []),
    ...(fileSettings.notes ?? []).map(note => `note ${note.line}: ${note.reason}`),
  ];
}

function layerText(layer: Layer): string {
  switch (layer.type) {
    case "Linear":
      return `Linear(${layer.inFeatures}, ${layer.outFeatures}${layer.bias ? "" : ", no bias"})`;
    case "Dropout":
      return `Dropout(${layer.p})`;
    case "LeakyReLU":
      return `LeakyReLU(${layer.negativeSlope})`;
    default:
      return layer.type;
  }
}

function settingsText({ optimizer, lr, optimizerOptions, normalize, ...rest }: Partial<TrainingSettings>): string {
  const usual = { dampening: 0, weightDecay: 0, momentum: 0, nesterov: false };
  const options = Object.entries(optimizerOptions ?? {}).filter(
    ([key, value]) => optimizer === "sgd" && usual[key as "momentum"] !== value,
  );
  const entries = Object.entries({ optimizer, lr, ...Object.fromEntries(options), ...rest });
  const words = entries.flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} ${JSON.stringify(value).replaceAll('"', "")}`],
  );
  return [...words, ...(normalize ? [`normalize ${normalize.mean} ${normalize.std}`] : [])].join(" ");
}
