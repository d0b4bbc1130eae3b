import type { Operation, Task } from "./operation";

/** A task of a step, and whether all threads must have come to it before one may begin it. */
export interface OrderedTask {
  readonly task: Task;
  readonly waits: boolean;
}

/**
 * A step of training: forward, loss, backward, gradients and update. `afterwards` is what else an update needs. Threads
 * wait only where one needs what another has made.
 */
export function orderTasks(
  operations: readonly Operation[],
  loss: Task,
  afterwards: readonly Task[] = [],
): OrderedTask[] {
  const forwards = operations.map(({ forward }) => forward);
  const backwards = operations.flatMap(({ backward }) => backward ?? []).reverse();
  const update: Task = { split: "columns", run: work => operations.forEach(operation => operation.update?.(work)) };
  const runsAhead = afterwards.length === 0 && mayRunAhead(operations);
  let split: Task["split"] | undefined;
  return [...forwards, loss, ...backwards, update, ...afterwards].map(task => {
    const isFirst = split === undefined;
    const waits = isFirst ? !runsAhead : task.split === "columns" || split === "columns";
    split = task.split;
    return { task, waits };
  });
}

/**
 * Whether a thread may begin a step while others still update weights. A first layer split by columns reads only
 * weights that the same thread has updated; but what it writes may still be read, to update the layer behind it.
 */
function mayRunAhead([first, second]: readonly Operation[]): boolean {
  return first?.forward.split === "columns" && second?.update === undefined;
}
