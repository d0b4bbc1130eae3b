import { appendFile, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { RunEvent } from "../../protocol/trainer";
import { formatJournalLine, parseRunJournal, type RunEnd, type RunHeader, type StoredRun } from "./runJournalFormat";

const WRITE_EVERY_MS = 500;
const KEPT_RUNS = 10;
const EXTENSION = ".jsonl";
/** A run that another window writes is not a run that was interrupted. */
const WRITTEN_RECENTLY_MS = 120_000;
/** How long a window that is being reloaded may take to write the end of its run. */
const FAREWELL_MS = 3000;
const FAREWELL_POLL_MS = 200;

/** The file of one run: lines are gathered and appended a few times a second. A disk that fails costs the file, not the run. */
export class RunJournal {
  #pending = "";
  #timer: NodeJS.Timeout | undefined;
  #written: Promise<void>;
  #hasFailed = false;

  constructor(
    private readonly path: string,
    header: RunHeader,
    private readonly log: (line: string) => void,
  ) {
    this.#written = mkdir(dirname(path), { recursive: true }).then(
      () => undefined,
      (error: unknown) => this.#fail(error),
    );
    this.#append(formatJournalLine({ run: header }));
  }

  addEvent(event: RunEvent): void {
    this.#append(formatJournalLine({ event }));
  }

  /** Writes the end of the run and everything before it. */
  end(ended: RunEnd): Promise<void> {
    this.#append(formatJournalLine({ ended }));
    return this.flush();
  }

  /** Resolves when everything so far is on disk, or was given up. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#pending;
    this.#pending = "";
    if (lines) {
      this.#written = this.#written.then(async () => {
        if (this.#hasFailed) return;
        await appendFile(this.path, lines).catch((error: unknown) => this.#fail(error));
      });
    }
    return this.#written;
  }

  #append(line: string): void {
    if (this.#hasFailed) return;
    this.#pending += line;
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_EVERY_MS).unref();
  }

  #fail(error: unknown): void {
    this.#hasFailed = true;
    this.log(`the run is not recorded in ${this.path}: ${String(error)}`);
  }
}

/** Where the journal of a run lies; names sort by time. */
export function journalPath(folder: string, { startedAt, runId }: RunHeader): string {
  return join(folder, `${String(startedAt).padStart(15, "0")}-${runId}${EXTENSION}`);
}

/**
 * The latest run in `folder` that can be read and that no other living window is writing. The window before a reload may
 * still be closing: its end is waited for.
 */
export async function readLastRun(folder: string): Promise<StoredRun | undefined> {
  for (const path of (await journals(folder)).reverse()) {
    const deadline = Date.now() + FAREWELL_MS;
    let run = await readJournal(path);
    while (run && (await isWrittenElsewhere(path, run)) && Date.now() < deadline) {
      await delay(FAREWELL_POLL_MS);
      run = await readJournal(path);
    }
    if (run && !(await isWrittenElsewhere(path, run))) return run;
  }
  return undefined;
}

/** Deletes all but the newest journals. */
export async function pruneJournals(folder: string, kept = KEPT_RUNS): Promise<void> {
  const old = (await journals(folder)).slice(0, -kept);
  await Promise.all(old.map(path => rm(path, { force: true })));
}

async function journals(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter(name => name.endsWith(EXTENSION))
    .sort()
    .map(name => join(folder, name));
}

/** Undefined also for a journal that was deleted or locked meanwhile. */
async function readJournal(path: string): Promise<StoredRun | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseRunJournal(text);
}

async function isWrittenElsewhere(path: string, { header, ended }: StoredRun): Promise<boolean> {
  if (ended || header.hostPid === process.pid || !isAlive(header.hostPid)) return false;
  const written = await stat(path).catch(() => undefined);
  return written !== undefined && Date.now() - written.mtimeMs < WRITTEN_RECENTLY_MS;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
