import type { Value } from "./values";

/** Where names are looked up and assigned. */
export interface Scope {
  /** The value of `name`, or undefined when nothing has that name here or further out. */
  find(name: string): Value | undefined;
  assign(name: string, value: Value): void;
  delete(name: string): void;
}

/** The variables of a function call, class body or comprehension, inside `outer`. */
export class LocalScope implements Scope {
  readonly #globals = new Set<string>();

  constructor(
    readonly outer: Scope,
    readonly variables = new Map<string, Value>(),
  ) {}

  find(name: string): Value | undefined {
    return (this.#globals.has(name) ? undefined : this.variables.get(name)) ?? this.outer.find(name);
  }

  assign(name: string, value: Value): void {
    if (this.#globals.has(name)) this.outer.assign(name, value);
    else this.variables.set(name, value);
  }

  delete(name: string): void {
    this.variables.delete(name);
  }

  /** `global name` and `nonlocal name`. */
  declareOuter(name: string): void {
    this.#globals.add(name);
  }
}
