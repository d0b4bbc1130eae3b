import type { ImageSet } from "./imageSets";
import type { Activation } from "./matrix";

/** The part of a batch that one thread does. Addresses are bytes in WASM memory. */
export interface Work {
  readonly set: ImageSet;
  /** Where the index of the sample in row 0 stands; the next row's follows. */
  readonly order: number;
  readonly rows: number;
  /** Whether a step of training is done, and which of its group, from 0; else an evaluation. */
  readonly training: boolean;
  readonly groupStep: number;
  /** The rows this part is about. */
  readonly beginRow: number;
  readonly endRow: number;
  /** Of what is not split by rows, this is part `index` of `count`. */
  readonly share: Share;
  /** This thread's own room. */
  readonly room: ThreadRoom;
  /** The optimizer's numbers for this step. */
  readonly optimizer: number;
  /** Where this thread adds the squares of gradients, a float64 for each named parameter; 0 when nobody asks. */
  readonly squares: number;
}

/** Memory that is one thread's alone, by addresses. */
export interface ThreadRoom {
  /** Where operations keep what they still need later in the step, each at an offset of its own. */
  readonly kept: number;
  /** Where each writes what it needs only while it runs. */
  readonly scratch: number;
}

export interface Share {
  readonly index: number;
  readonly count: number;
}

/**
 * Something threads do together. Split by rows, each does some samples and needs only these. Split by columns, each
 * does a share of the outputs or weights and may need all rows.
 */
export interface Task {
  readonly split: "rows" | "columns";
  run(work: Work): void;
}

/** One call of the forward pass: what it computes, and what follows from it. */
export interface Operation {
  readonly output: Activation;
  readonly forward: Task;
  /** Makes the gradient of the input from that of the output; absent where nobody needs it. */
  readonly backward?: Task;
  /** Gradients of the operation's own parameters and their update; split by columns. */
  update?(work: Work): void;
  /** To be called when others have changed the parameters; does this thread's share of what follows from it. */
  parametersChanged?(share: Share): void;
}

/** Part `index` of `total` things in groups of `group`, as even as groups allow: from `begin` up to `end`. */
export function partOf(total: number, { index, count }: Share, group = 1): { begin: number; end: number } {
  const groups = Math.ceil(total / group);
  const border = (part: number) => Math.min(total, Math.floor((groups * part) / count) * group);
  return { begin: border(index), end: border(index + 1) };
}
