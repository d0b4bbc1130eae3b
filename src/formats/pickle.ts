import * as l10n from "@vscode/l10n";
import { FormatError, quoted } from "./formatError";
import { PickleCursor, PickleEndsEarly } from "./pickleCursor";
import { BEYOND_DEFAULT_LOAD, OPCODES, REFUSED_OPCODES } from "./pickleOpcodes";
import { PickleMachine } from "./pickleMachine";
import type { PickleValue } from "./pickleValues";

/** What the names and persistent ids of a pickle stand for. */
export interface PickleWorld {
  /** The meaning of `module.name`, or undefined when it is not on the allow-list. */
  findGlobal(qualifiedName: string): PickleValue | undefined;
  /** Says why a name without a meaning is not taken, in one sentence. */
  explainUnknown(qualifiedName: string): string;
  /** The object that is stored outside the pickle under `id`; throws `FormatError` when there cannot be one. */
  persistentLoad(id: PickleValue): PickleValue;
}

export interface PickleResult {
  readonly value: PickleValue;
  /** Sentences, in file order: why Python's `torch.load` would not take this pickle. Empty for a clean one. */
  readonly problems: readonly string[];
  /** Bytes up to and with STOP. */
  readonly length: number;
  /** False when `torch.load` needs `weights_only=False` for its instructions alone. */
  readonly isOfDefaultLoad: boolean;
}

/** Larger pickles hold data that belongs into storages. */
export const MAX_PICKLE_BYTES = 64 * 1024 * 1024;

const STOP = 0x2e;

/**
 * Interprets a pickle of protocol 1 to 5 with an allow-list of instructions and names. Unknown names become inert tags
 * and a problem; a
 * pickle that is broken throws `FormatError` (`PickleEndsEarly` when it is incomplete). Nothing is looked up or called.
 */
export function readPickle(bytes: Uint8Array, world: PickleWorld): PickleResult {
  const cursor = new PickleCursor(bytes);
  const machine = new PickleMachine(cursor, world);
  let isOfDefaultLoad = true;
  try {
    for (;;) {
      const opcode = cursor.uint8();
      if (opcode === STOP) {
        return { value: machine.finish(), problems: machine.problems, length: cursor.offset, isOfDefaultLoad };
      }
      if (BEYOND_DEFAULT_LOAD.has(opcode)) isOfDefaultLoad = false;
      const run = OPCODES[opcode];
      if (!run) throw new FormatError(describeRefusal(opcode));
      run(machine, cursor);
    }
  } catch (error) {
    // What the file tried first tells more than where its pickle broke afterwards.
    const [first] = machine.problems;
    if (error instanceof FormatError && !(error instanceof PickleEndsEarly) && first !== undefined)
      throw new FormatError(first);
    throw error;
  }
}

function describeRefusal(opcode: number): string {
  const name = REFUSED_OPCODES[opcode];
  return name === undefined
    ? l10n.t("The pickle of the file has a byte that is no instruction: 0x{0}.", opcode.toString(16).padStart(2, "0"))
    : l10n.t("The pickle of the file uses the instruction {0}, which saved weights have no use for.", quoted(name));
}
