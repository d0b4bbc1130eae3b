import type { PanelStringKey } from "../../src/protocol/panelStrings";
import type { RunStarted } from "../../src/protocol/trainer";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import { ENGINE_NAMES } from "../run/facts";
import type { PanelContext, Section } from "./section";

/** What one needs to repeat the run: the model as PyTorch prints it, all settings, the seed. Folded at first. */
export function createRunDetails({ say, numbers }: PanelContext): Section {
  const model = element("pre");
  const list = element("dl", { class: "settings" });
  const details = element(
    "details",
    { class: "card card-wide details" },
    element("summary", {}, say("detailsTitle")),
    element("div", { class: "columns" }, element("div", {}, element("h3", {}, say("detailModel")), model), list),
  );

  const linesOf = (started: RunStarted, startedAt: number): [PanelStringKey, string | undefined][] => {
    const { settings, dataset, model: described, seed } = started;
    const { normalize, limit, maxSteps } = settings;
    return [
      ["detailParameters", numbers.count(described.parameterCount)],
      ["detailOptimizer", writeCall(settings.optimizer, settings.optimizerOptions)],
      ["detailLearningRate", numbers.short(settings.lr)],
      ["detailBatchSize", numbers.count(settings.batchSize)],
      ["detailEpochs", numbers.count(settings.epochs)],
      ["detailLossFunction", settings.loss],
      ["detailNormalization", `Normalize((${normalize.mean},), (${normalize.std},))`],
      ["detailData", `${dataset.name}, ${dataset.source}`],
      ["detailTrainingImages", numbers.count(limit ?? dataset.trainCount)],
      ["detailIterationLimit", maxSteps === undefined ? undefined : numbers.count(maxSteps)],
      ["detailSeed", numbers.plain(seed)],
      ["detailEngine", say("deviceAndEngine", started.device, say(ENGINE_NAMES[started.engine]))],
      ["detailStarted", numbers.moment(startedAt)],
    ];
  };

  const show = whenChanged((started: RunStarted | undefined, startedAt: number) => {
    details.hidden = !started;
    if (!started) return;
    model.textContent = started.model.text;
    list.replaceChildren(
      ...linesOf(started, startedAt).flatMap(([term, text]) =>
        text === undefined ? [] : [element("div", {}, element("dt", {}, say(term)), element("dd", {}, text))],
      ),
    );
  });
  return { element: details, update: ({ run }) => show(run?.started, run?.startedAt ?? 0) };
}

/** A call with PyTorch's names: `adam(betas=(0.9, 0.999), eps=1e-8, weight_decay=0)`. */
function writeCall(name: string, options: object): string {
  const written = Object.entries(options).map(([key, value]: [string, unknown]) => {
    const pythonName = key.replace(/[A-Z]/g, capital => `_${capital.toLowerCase()}`);
    return `${pythonName}=${Array.isArray(value) ? `(${value.join(", ")})` : String(value)}`;
  });
  return `${name}(${written.join(", ")})`;
}
