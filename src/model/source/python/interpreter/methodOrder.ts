import type { ClassValue, ExternalValue } from "../values/values";

type Parent = ClassValue | ExternalValue;

/** Python's order of looking through base classes (C3), without the class itself; undefined when there is none. */
export function methodOrder(parents: readonly Parent[]): Parent[] | undefined {
  let queues = [...parents.map(parent => (parent.kind === "class" ? [...parent.order] : [parent])), [...parents]];
  const order: Parent[] = [];
  for (;;) {
    queues = queues.filter(queue => queue.length > 0);
    if (queues.length === 0) return order;
    const next = queues
      .map(([head]) => head!)
      .find(head => !queues.some(queue => queue.slice(1).some(other => isSameClass(other, head))));
    if (!next) return undefined;
    order.push(next);
    queues = queues.map(queue => (isSameClass(queue[0]!, next) ? queue.slice(1) : queue));
  }
}

const isSameClass = (a: Parent, b: Parent) =>
  a === b || (a.kind === "external" && b.kind === "external" && a.path === b.path);
