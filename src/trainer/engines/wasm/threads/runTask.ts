import type { Share } from "../operation";
import type { Training } from "../training";
import type { ThreadTask } from "./threadMessages";

/** Does one thread's share of a task. */
export function runTask(training: Training, task: ThreadTask, share: Share): void {
  switch (task.type) {
    case "run-steps":
      training.runSteps(task.group, share);
      break;
    case "evaluate":
      training.evaluate(task.begin, task.end, share);
      break;
  }
}
