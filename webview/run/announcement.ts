import type { RunModel } from "./runModel";
import { runOnStage } from "./runModel";
import type { RunContext } from "./section";
import { stateWords } from "./stateWords";

/**
 * What a screen reader says after a change: a new state, the result of an epoch, the evaluation. Single steps are
 * never told, nor what happened before the page was opened.
 */
export function announcement(
  before: RunModel,
  after: RunModel,
  { say, numbers }: Pick<RunContext, "say" | "numbers">,
): string {
  const run = runOnStage(after);
  const earlier = before.run?.runId === run?.runId ? before.run : undefined;
  const parts: string[] = [];
  const epoch = run?.epochs.at(-1);
  if (earlier && epoch && epoch !== earlier.epochs.at(-1)) {
    const loss = numbers.loss(epoch.loss);
    parts.push(
      say(
        "announceEpoch",
        numbers.count(epoch.epoch),
        numbers.count(epoch.epochs),
        loss,
        numbers.percent(epoch.accuracy),
      ),
    );
  }
  if (earlier && run?.evaluated && run.evaluated !== earlier.evaluated) {
    const { correct, total, accuracy } = run.evaluated;
    parts.push(say("announceEvaluation", numbers.count(correct), numbers.count(total), numbers.percent(accuracy)));
  }
  const words = stateWords(after.state, run?.task ?? "train");
  if (words && after.state.phase !== before.state.phase) parts.push(say(words.word));
  return parts.join(" ");
}
