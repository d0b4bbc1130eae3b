import * as l10n from "@vscode/l10n";
import { FormatError, quoted } from "./formatError";
import { isHashable } from "./isHashable";
import type { PickleWorld } from "./pickle";
import type { PickleCursor } from "./pickleCursor";
import {
  KnownFunction,
  PickledDict,
  PickledList,
  PickledObject,
  PickledSet,
  PickledTuple,
  UnknownGlobal,
  type PickleValue,
} from "./pickleValues";

const MAX_PROBLEMS = 100;

/** Protocol 2 and older name modules as Python 2 did. */
const PYTHON2_MODULES: ReadonlyMap<string, string> = new Map([
  ["__builtin__", "builtins"],
  ["copy_reg", "copyreg"],
]);

/** The stack, the memo and the names of one pickle. Its methods are what the instructions are made of. */
export class PickleMachine {
  readonly problems: string[] = [];
  readonly #memo = new Map<number, PickleValue>();
  readonly #stacksBelowMarks: PickleValue[][] = [];
  readonly #world: PickleWorld;
  readonly #globals = new Map<string, PickleValue>();
  #stack: PickleValue[] = [];
  #protocol = 0;
  /** Cells that may still be made. A byte of a real file makes less than one. */
  #budget: number;

  constructor(cursor: PickleCursor, world: PickleWorld) {
    this.#world = world;
    this.#budget = 4_000_000 + cursor.bytes.length;
  }

  /** Pays for a value of about `cells` machine words, so that one-byte instructions cannot fill the memory. */
  spend(cells: number): void {
    this.#budget -= cells;
    if (this.#budget < 0)
      throw new FormatError(l10n.t("The pickle of the file makes far more objects than its size allows."));
  }

  push(value: PickleValue): void {
    this.spend(1);
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined) throw takesTooMuch();
    return value;
  }

  /** The value on top, which stays. */
  get top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined)
      throw new FormatError(l10n.t("The pickle of the file is damaged: it uses a value it never made."));
    return value;
  }

  popMany(count: number): PickleValue[] {
    if (count > this.#stack.length) throw takesTooMuch();
    return this.#stack.splice(this.#stack.length - count);
  }

  mark(): void {
    this.spend(4);
    this.#stacksBelowMarks.push(this.#stack);
    this.#stack = [];
  }

  popToMark(): PickleValue[] {
    const below = this.#stacksBelowMarks.pop();
    if (!below)
      throw new FormatError(l10n.t("The pickle of the file is damaged: it ends a group that it never began."));
    const items = this.#stack;
    this.#stack = below;
    return items;
  }

  finish(): PickleValue {
    const value = this.pop();
    if (this.#stack.length === 0 && this.#stacksBelowMarks.length === 0) return value;
    throw new FormatError(l10n.t("The pickle of the file is damaged: it ends with values left over."));
  }

  setProtocol(protocol: number): void {
    if (protocol > 5)
      throw new FormatError(l10n.t("The pickle of the file has protocol {0}; 5 is the newest there is.", protocol));
    this.#protocol = protocol;
  }

  remember(slot: number): void {
    if (!this.#memo.has(slot)) this.spend(4);
    this.#memo.set(slot, this.top);
  }

  /** Numbers its slots by their count, as protocol 4 does. */
  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(slot: number): void {
    const value = this.#memo.get(slot);
    if (value === undefined) {
      throw new FormatError(
        l10n.t("The pickle of the file is damaged: it recalls value {0}, which it never kept.", slot),
      );
    }
    this.push(value);
  }

  append(items: PickleValue[]): void {
    const target = this.top;
    if (!(target instanceof PickledList || target instanceof PickledObject)) {
      throw new FormatError(l10n.t("The pickle of the file is damaged: it appends to something that is no list."));
    }
    extend(target, items);
  }

  addToSet(items: PickleValue[]): void {
    const target = this.top;
    if (!(target instanceof PickledSet || target instanceof PickledObject)) {
      throw new FormatError(l10n.t("The pickle of the file is damaged: it adds to something that is no set."));
    }
    for (const item of items) this.#checkHashable(item);
    extend(target, items);
  }

  setItems(items: readonly PickleValue[]): void {
    const target = this.top;
    if (!(target instanceof PickledDict || target instanceof PickledObject)) {
      throw new FormatError(l10n.t("The pickle of the file is damaged: it sets a key of something that is no dict."));
    }
    if (items.length % 2 !== 0)
      throw new FormatError(l10n.t("The pickle of the file is damaged: a dict has a key without value."));
    for (let at = 0; at < items.length; at += 2) {
      this.spend(4);
      this.#checkHashable(items[at]!);
      target.entries.set(items[at]!, items[at + 1]!);
    }
  }

  #checkHashable(key: PickleValue): void {
    if (isHashable(key, () => this.spend(1))) return;
    throw new FormatError(l10n.t("The pickle of the file is damaged: it uses a list, dict or set as a key."));
  }

  findGlobal(module: string, name: string): PickleValue {
    const today = this.#protocol < 3 ? (PYTHON2_MODULES.get(module) ?? module) : module;
    const qualifiedName = `${today}.${name}`;
    const known = this.#globals.get(qualifiedName);
    if (known !== undefined) return known;
    let value = this.#world.findGlobal(qualifiedName);
    if (value === undefined) {
      this.report(this.#world.explainUnknown(qualifiedName));
      value = new UnknownGlobal(qualifiedName);
    }
    this.spend(8);
    this.#globals.set(qualifiedName, value);
    return value;
  }

  /** What Python would get by calling `callee`: computed here for known functions, named for all others. */
  call(callee: PickleValue, args: PickleValue): PickleValue {
    const items = args instanceof PickledTuple ? args.items : [];
    this.spend(items.reduce((sum: number, item) => sum + cellsOf(item), 8));
    if (callee instanceof UnknownGlobal) return new PickledObject(callee.name, args);
    if (!(callee instanceof KnownFunction) || !(args instanceof PickledTuple)) {
      throw new FormatError(l10n.t("The pickle of the file is damaged: it calls something that is no function."));
    }
    try {
      return callee.call(args.items);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.report(error.message);
      return new PickledObject(callee.text, args);
    }
  }

  /** `cls.__new__(cls, *args)`, which fills no container: of the known names only classes without arguments are taken. */
  create(callee: PickleValue, args: PickleValue): PickleValue {
    const isEmpty = args instanceof PickledTuple && args.items.length === 0;
    if (!(callee instanceof KnownFunction) || (callee.isClass && isEmpty)) return this.call(callee, args);
    this.report(l10n.t("The file makes {0} in a way that PyTorch does not.", quoted(callee.text)));
    return new PickledObject(callee.text, args);
  }

  /** Gives an object its state: attributes of a dict (a state dict's `_metadata`), or anything for unknown objects. */
  build(state: PickleValue): void {
    const target = this.top;
    if (target instanceof PickledObject) target.state = state;
    else if (!(target instanceof PickledDict && target.kind !== "dict" && state instanceof PickledDict)) {
      throw new FormatError(
        l10n.t("The pickle of the file is damaged: it gives a state to an object that takes none."),
      );
    }
  }

  /** The storage `id` names. What else an id names is reported and kept as a tag. */
  persistentLoad(id: PickleValue): PickleValue {
    this.spend(16);
    try {
      return this.#world.persistentLoad(id);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.report(error.message);
      const named = id instanceof PickledTuple ? id.items[1] : undefined;
      return named instanceof UnknownGlobal ? named : new PickledObject("persistent id", id);
    }
  }

  report(problem: string): void {
    if (this.problems.length < MAX_PROBLEMS && !this.problems.includes(problem)) this.problems.push(problem);
  }
}

function takesTooMuch(): FormatError {
  return new FormatError(l10n.t("The pickle of the file is damaged: it takes a value it never made."));
}

/** Takes the first items as they are: an array that grows by `push` reserves room for 16 more. */
function extend(target: { items: PickleValue[] }, items: PickleValue[]): void {
  if (target.items.length === 0) target.items = items;
  else for (const item of items) target.items.push(item);
}

/** How much work an argument can make for the function that gets it. */
function cellsOf(value: PickleValue): number {
  if (typeof value === "string" || value instanceof Uint8Array) return value.length / 4;
  if (value instanceof PickledDict) return value.entries.size * 4;
  return value instanceof PickledTuple || value instanceof PickledList ? value.items.length * 2 : 1;
}
