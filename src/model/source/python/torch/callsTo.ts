import type { TracedCall } from "./trace";

/** The calls that the output of call `last` depends on, in order, numbered anew from 0. */
export function callsTo(last: number, calls: readonly TracedCall[]): TracedCall[] {
  const needed = new Set<number>();
  const visit = (index: number): void => {
    if (index < 0 || needed.has(index)) return;
    needed.add(index);
    calls[index]!.inputs.forEach(visit);
  };
  visit(last);
  const kept = [...needed].sort((a, b) => a - b);
  const newIndex = new Map(kept.map((index, at) => [index, at]));
  return kept.map(index => {
    const call = calls[index]!;
    return { ...call, inputs: call.inputs.map(input => newIndex.get(input) ?? input) };
  });
}
