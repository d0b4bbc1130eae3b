/** What a pickle holds once read: plain data and inert tags. Nothing in it can run. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickledFloat
  | Uint8Array
  | PickledList
  | PickledTuple
  | PickledDict
  | PickledSet
  | Built
  | UnknownGlobal
  | PickledObject;

/** Kept apart from whole numbers, which alone may be sizes. */
export class PickledFloat {
  constructor(readonly value: number) {}
}

export class PickledList {
  items: PickleValue[] = [];
}

export class PickledTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

export class PickledSet {
  items: PickleValue[] = [];
}

/** A Map, because names such as `__proto__` come from the file. */
export class PickledDict {
  readonly entries = new Map<PickleValue, PickleValue>();
  constructor(readonly kind: "dict" | "OrderedDict" | "Counter" = "dict") {}
}

/** A value that a known name stands for, or that a known function made of plain data. */
export abstract class Built {
  /** The name of its Python type. */
  abstract readonly kind: string;
  /** How Python would print it. */
  abstract readonly text: string;
}

/** A function or class on the allow-list, as this reader imitates it. `call` checks its arguments. */
export class KnownFunction extends Built {
  readonly kind = "function";
  constructor(
    readonly text: string,
    readonly call: (args: readonly PickleValue[]) => PickleValue,
    readonly isClass: boolean,
  ) {
    super();
  }
}

/** A name that is not on the allow-list. It is kept as text and never looked up. */
export class UnknownGlobal {
  constructor(readonly name: string) {}
}

/** An object that Python would have to build: what the file wanted called, and with which data. */
export class PickledObject {
  /** `__setstate__`'s argument, for objects that have one. */
  state: PickleValue = null;
  items: PickleValue[] = [];
  readonly entries = new Map<PickleValue, PickleValue>();
  constructor(
    readonly name: string,
    readonly args: PickleValue,
  ) {}
}
