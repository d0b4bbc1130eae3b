import type { RunContext, RunSection, Stage } from "./section";
import { element, setAttribute } from "../shared/element";
import { isActive } from "../../src/protocol/panel";
import type { DataProgressed, EvaluationProgressed, RunStarted } from "../../src/protocol/trainer";
import { ObservedPace, runProgress, secondsLeft } from "./runProgress";
import type { RunView } from "./runView";

interface Progress {
  /** 0 to 1; undefined while nobody knows. */
  readonly done?: number;
  readonly words: readonly string[];
}

/** How far the run has come, in a bar and in words; there while something is under way. */
export function createProgress({ say, numbers }: RunContext): RunSection {
  const bar = element("progress", { max: 1, "aria-label": say("progressLabel") });
  const words = element("p", { class: "progress-words" });
  const progress = element("section", { class: "progress" }, bar, words);
  let pace = new ObservedPace();
  let runId: string | undefined;

  const ofDownload = ({ file, receivedBytes, totalBytes }: DataProgressed): Progress =>
    totalBytes > 0
      ? {
          done: receivedBytes / totalBytes,
          words: [say("downloading", file, numbers.bytes(receivedBytes), numbers.bytes(totalBytes))],
        }
      : { words: [say("downloadingUnknownSize", file, numbers.bytes(receivedBytes))] };

  const ofTraining = (run: RunView, started: RunStarted, isStopping: boolean): Progress => {
    const { step, totalSteps, epoch, epochs, isEvaluating } = runProgress(run, started);
    pace.observe(step, performance.now());
    const left = isStopping ? undefined : secondsLeft(run, started, pace.secondsPerStep);
    return {
      done: step / totalSteps,
      words: [
        say("progressEpoch", numbers.count(epoch), numbers.count(epochs)),
        isEvaluating
          ? say("progressEvaluating")
          : say("progressIteration", numbers.count(step), numbers.count(totalSteps)),
        ...(left === undefined ? [] : [say("progressLeft", numbers.duration(Math.max(1, Math.round(left))))]),
      ],
    };
  };

  const ofGradients = (batches: number, { totalSteps }: RunStarted): Progress => ({
    done: batches / totalSteps,
    words: [say("progressBatches", numbers.count(batches), numbers.count(totalSteps))],
  });

  const ofEvaluation = ({ done, total }: EvaluationProgressed): Progress => ({
    done: done / total,
    words: [say("progressImages", numbers.count(done), numbers.count(total))],
  });

  const measure = ({ state, run }: Stage): Progress => {
    if (run?.started?.task === "train") return ofTraining(run, run.started, state.phase === "stopping");
    if (run?.started?.task === "gradients" && run.losses.length > 0) return ofGradients(run.losses.length, run.started);
    if (run?.evaluating) return ofEvaluation(run.evaluating);
    if (state.phase === "preparing" && run?.download) return ofDownload(run.download);
    return { words: [] };
  };

  return {
    element: progress,
    update: stage => {
      if (runId !== stage.run?.runId) pace = new ObservedPace();
      runId = stage.run?.runId;
      progress.hidden = !isActive(stage.state);
      if (progress.hidden) return;
      const { done, words: parts } = measure(stage);
      setAttribute(bar, "value", done === undefined ? undefined : Math.min(1, done));
      words.textContent = parts.join(" · ");
    },
  };
}
