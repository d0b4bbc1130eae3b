import { Worker } from "node:worker_threads";
import type { ReaderEvent, ReaderRequest, WeightsPlace } from "../../protocol/inspector";
import type { Disposable } from "../lifecycle";

/** The built program of the thread. */
export interface ReaderProgram {
  readonly modulePath: string;
  /** The file of the window's translations; absent when it speaks English. */
  readonly textsPath: string | undefined;
}

/** A listing of fifty thousand tensors takes a tenth of it. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 1024 };

/** A thread that reads one file, so that the extension host stays free. What it cannot survive ends it alone. */
export class ReaderThread implements Disposable {
  readonly #worker: Worker;

  constructor(
    { modulePath, textsPath }: ReaderProgram,
    place: WeightsPlace,
    onEvent: (event: ReaderEvent) => void,
    onFailed: (error: Error) => void,
  ) {
    const workerData = { place, ...(textsPath !== undefined && { textsPath }) };
    this.#worker = new Worker(modulePath, { workerData, resourceLimits: RESOURCE_LIMITS });
    this.#worker.on("message", onEvent);
    this.#worker.on("error", onFailed);
  }

  send(request: ReaderRequest): void {
    this.#worker.postMessage(request);
  }

  /** Ends the thread in the middle of whatever it does; its file is closed with it. */
  dispose(): void {
    this.#worker.removeAllListeners();
    void this.#worker.terminate();
  }
}
