import { Worker } from "node:worker_threads";
import type { ThreadReply, ThreadRequest, ThreadTask } from "./threadMessages";

const AWAKE_MS = 1000;

/**
 * Threads that do one task after the other together. They keep the process alive only while they have something to
 * do. When one of them fails, what was asked of them rejects, all are ended, and they take nothing more.
 */
export class ThreadTeam {
  readonly #workers: readonly Worker[];
  readonly #fail: (error: Error) => void;
  readonly #failed: Promise<never>;
  /** Resolves when all threads stand. */
  readonly ready: Promise<void>;

  /** `program` is the file that each thread runs, given `setup` as its worker data. */
  constructor(program: string, count: number, setup: unknown) {
    let fail: (error: Error) => void = () => undefined;
    this.#failed = new Promise<never>((_, reject) => (fail = reject));
    this.#failed.catch(() => void this.dispose());
    this.#fail = fail;
    this.#workers = Array.from({ length: count }, () => new Worker(program, { workerData: setup }));
    for (const worker of this.#workers) {
      worker.on("error", error => fail(new Error(`a thread failed: ${error.message}`, { cause: error })));
      worker.on("exit", code => fail(new Error(`a thread ended with code ${code}`)));
    }
    this.ready = this.#replies(this.#workers);
  }

  /** The first `count` threads share the task. */
  async run(task: ThreadTask, count: number): Promise<void> {
    const workers = this.#workers.slice(0, count);
    const replies = this.#replies(workers);
    workers.forEach((worker, index) => worker.postMessage({ task, share: { index, count } } satisfies ThreadRequest));
    await replies;
  }

  /** Ends the threads, whatever they do; pending calls reject. */
  async dispose(): Promise<void> {
    this.#fail(new Error("the threads were ended"));
    const staysAwake = setInterval(() => undefined, AWAKE_MS); // idle threads would let the process end right here
    await Promise.all(this.#workers.map(worker => worker.terminate()));
    clearInterval(staysAwake);
  }

  async #replies(workers: readonly Worker[]): Promise<void> {
    for (const worker of workers) worker.ref();
    const replied = workers.map(worker => new Promise<ThreadReply>(resolve => worker.once("message", resolve)));
    try {
      await Promise.race([Promise.all(replied), this.#failed]);
    } finally {
      for (const worker of workers) worker.unref();
    }
  }
}
