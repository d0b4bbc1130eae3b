import * as l10n from "@vscode/l10n";
import { open } from "node:fs/promises";
import { MirrorFailure, whyFetchFailed } from "./mirrorFailure";

/** How long to wait for a mirror before the next one is asked. */
export interface DownloadPatience {
  readonly answerMs: number;
  readonly silenceMs: number;
}

export interface FetchRequest {
  readonly url: string;
  /** The file that the bytes are appended to. */
  readonly path: string;
  /** Bytes of an earlier try in the file; the mirror is asked for the rest only. */
  readonly beginByte: number;
  /** A mirror that sends more sends something else. */
  readonly maxBytes: number;
  readonly patience: DownloadPatience;
  readonly signal: AbortSignal;
  /** `totalBytes` is 0 when the mirror does not say. */
  readonly onProgress: (receivedBytes: number, totalBytes: number) => void;
}

const PROGRESS_EVERY_MS = 100;

/**
 * Streams an address into a file, from `beginByte` on when the mirror can. Throws `MirrorFailure` when the mirror is
 * at fault, and the file system's errors as they are.
 */
export async function fetchInto(request: FetchRequest): Promise<void> {
  const { path, maxBytes, patience, signal } = request;
  const impatience = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const fromMirror = async <T>(step: Promise<T>, ms: number, clause: string): Promise<T> => {
    timer = setTimeout(() => impatience.abort(new MirrorFailure("unavailable", clause)), ms);
    try {
      return await step;
    } catch (error) {
      signal.throwIfAborted();
      impatience.signal.throwIfAborted();
      throw new MirrorFailure("interrupted", whyFetchFailed(error));
    } finally {
      clearTimeout(timer);
    }
  };

  try {
    const response = await fromMirror(
      askFor(request, AbortSignal.any([signal, impatience.signal])),
      patience.answerMs,
      l10n.t("no answer within {0} s", patience.answerMs / 1000),
    );
    const reader = bodyOf(response).getReader();
    let received = isContinued(response, request.beginByte) ? request.beginByte : 0;
    const total = lengthOf(response) > 0 ? received + lengthOf(response) : 0;
    const file = await open(path, received > 0 ? "a" : "w");
    try {
      let reportedAt = 0;
      const silence = l10n.t("nothing sent for {0} s", patience.silenceMs / 1000);
      for (;;) {
        const chunk = await fromMirror(reader.read(), patience.silenceMs, silence);
        if (chunk.done) break;
        received += chunk.value.length;
        if (Math.max(received, total) > maxBytes)
          throw new MirrorFailure("wrong", l10n.t("sent something else than the file"));
        await file.writeFile(chunk.value);
        if (Date.now() - reportedAt < PROGRESS_EVERY_MS && received !== total) continue;
        reportedAt = Date.now();
        request.onProgress(received, total);
      }
    } finally {
      await file.close();
    }
  } finally {
    impatience.abort();
  }
}

function askFor({ url, beginByte }: FetchRequest, signal: AbortSignal): Promise<Response> {
  // A mirror that compressed the archive once more would number its bytes differently.
  const headers = { "accept-encoding": "identity", ...(beginByte > 0 && { range: `bytes=${beginByte}-` }) };
  return fetch(url, { headers, signal });
}

function bodyOf(response: Response): ReadableStream<Uint8Array> {
  if (response.ok && response.body) return response.body;
  const isBeyondEnd = response.status === 416;
  throw new MirrorFailure(
    isBeyondEnd ? "wrong" : "unavailable",
    l10n.t("answered {0}", `${response.status} ${response.statusText}`.trim()),
  );
}

/** Bytes that the response announces, 0 when it does not. */
function lengthOf({ headers }: Response): number {
  // `fetch` decodes an encoded body, so its length says nothing of the bytes that come.
  return headers.has("content-encoding") ? 0 : Number(headers.get("content-length") ?? 0);
}

function isContinued(response: Response, beginByte: number): boolean {
  if (response.status !== 206) return false;
  if (response.headers.get("content-range")?.startsWith(`bytes ${beginByte}-`)) return true;
  throw new MirrorFailure("wrong", l10n.t("sent another part of the file than asked for"));
}
