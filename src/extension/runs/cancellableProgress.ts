import * as vscode from "vscode";
import type { Disposable } from "../lifecycle";

/** A notification with a bar and Cancel, open from its construction until `dispose`. */
export class CancellableProgress implements Disposable {
  #close!: () => void;
  #report: (fraction: number, message: string) => void = () => undefined;

  constructor(title: string, onCancelled: () => void) {
    const closed = new Promise<void>(resolve => (this.#close = resolve));
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, (progress, cancellation) => {
      let reportedPercent = 0;
      this.#report = (fraction, message) => {
        const percent = Math.floor(fraction * 100);
        progress.report({ message, increment: percent - reportedPercent });
        reportedPercent = percent;
      };
      cancellation.onCancellationRequested(onCancelled);
      return closed;
    });
  }

  /** `fraction`: 0 to 1. */
  report(fraction: number, message: string): void {
    this.#report(fraction, message);
  }

  dispose(): void {
    this.#close();
  }
}
