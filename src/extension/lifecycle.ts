/** Something that is released once; VS Code's own disposables are such. */
export interface Disposable {
  dispose(): unknown;
}

/** Owns disposables and releases them in reverse order. What is added after `dispose` is released at once. */
export class DisposableStore implements Disposable {
  readonly #owned: Disposable[] = [];
  #isDisposed = false;

  /** Takes ownership of `disposable` and hands it back. */
  add<D extends Disposable>(disposable: D): D {
    if (this.#isDisposed) disposable.dispose();
    else this.#owned.push(disposable);
    return disposable;
  }

  /** Releases everything once; when some of it fails, the rest is released first. */
  dispose(): void {
    this.#isDisposed = true;
    const failures: unknown[] = [];
    for (let disposable = this.#owned.pop(); disposable; disposable = this.#owned.pop()) {
      try {
        disposable.dispose();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "could not release everything");
  }
}
