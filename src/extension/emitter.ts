import type { Disposable } from "./lifecycle";

/** Registers a listener and returns its end. */
export type Subscribe<T> = (listener: (value: T) => void) => Disposable;

/** Tells listeners in the order of their registration; for code that must run without VS Code. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly on: Subscribe<T> = listener => {
    const entry = (value: T) => listener(value); // one entry per registration, also of the same function
    this.#listeners.add(entry);
    return { dispose: () => this.#listeners.delete(entry) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
