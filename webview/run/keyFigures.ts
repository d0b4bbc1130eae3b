import type { RunStringKey } from "../../src/protocol/runStrings";
import { fromWire } from "../shared/fromWire";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import type { RunView } from "./runView";
import type { RunContext, RunSection } from "./section";

/** The last results in large digits: accuracy, loss, how many were right, and the time it took. */
export function createKeyFigures({ say, numbers }: RunContext): RunSection {
  const list = element("dl", { class: "key-figures" });
  const lossName = element("dt");
  const figure = (name: HTMLElement) => {
    const value = element("dd");
    list.append(element("div", {}, name, value));
    return value;
  };
  const named = (key: RunStringKey) => figure(element("dt", {}, say(key)));
  const accuracy = named("figureAccuracy");
  const loss = figure(lossName);
  const correct = named("figureCorrect");
  const time = named("figureTime");

  const show = whenChanged(
    (task: RunView["task"], epochs: RunView["epochs"], evaluated: RunView["evaluated"], seconds: number) => {
      const epoch = epochs.at(-1);
      const result = epoch ?? evaluated;
      const none = say("notYet");
      lossName.textContent = say(task === "train" ? "figureTrainingLoss" : "figureTestLoss");
      accuracy.textContent = result ? numbers.percent(result.accuracy) : none;
      loss.textContent = result ? numbers.loss(fromWire(result.loss)) : none;
      correct.textContent = result
        ? say("correctOfTotal", numbers.count(result.correct), numbers.count(result.total))
        : none;
      time.textContent = seconds > 0 ? numbers.duration(seconds) : none;
    },
  );
  return {
    element: list,
    update: ({ run }) => {
      list.hidden = !run?.started || run.task === "gradients";
      if (!run) return;
      const measured = run.epochs.reduce(
        (sum, { trainSeconds, evaluateSeconds }) => sum + trainSeconds + evaluateSeconds,
        0,
      );
      show(run.task, run.epochs, run.evaluated, run.finished?.seconds ?? measured);
    },
  };
}
