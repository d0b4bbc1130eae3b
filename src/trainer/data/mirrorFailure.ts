/**
 * `unavailable`: ask another mirror. `interrupted`: this one may give the rest. `wrong`: what came is not the file.
 */
export type MirrorFault = "unavailable" | "interrupted" | "wrong";

/** Why a mirror did not give a file; the message is a clause for people. */
export class MirrorFailure extends Error {
  constructor(
    readonly fault: MirrorFault,
    message: string,
  ) {
    super(message);
    this.name = "MirrorFailure";
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "name not found, perhaps for want of a network",
  EAI_AGAIN: "name not found, perhaps for want of a network",
  ENETUNREACH: "network unreachable",
  EHOSTUNREACH: "network unreachable",
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection lost",
  UND_ERR_SOCKET: "connection lost",
  ETIMEDOUT: "no answer",
  UND_ERR_CONNECT_TIMEOUT: "no answer",
};

/** The failure of `fetch` or of its body as a clause for people. */
export function whyFetchFailed(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== undefined) return REASONS[code] ?? `connection failed with ${code}`;
  }
  return "connection failed";
}
