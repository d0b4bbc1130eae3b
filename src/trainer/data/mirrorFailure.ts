import * as l10n from "@vscode/l10n";

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

const REASONS: Readonly<Record<string, () => string>> = {
  ENOTFOUND: () => l10n.t("name not found, perhaps for want of a network"),
  EAI_AGAIN: () => l10n.t("name not found, perhaps for want of a network"),
  ENETUNREACH: () => l10n.t("network unreachable"),
  EHOSTUNREACH: () => l10n.t("network unreachable"),
  ECONNREFUSED: () => l10n.t("connection refused"),
  ECONNRESET: () => l10n.t("connection lost"),
  UND_ERR_SOCKET: () => l10n.t("connection lost"),
  ETIMEDOUT: () => l10n.t("no answer"),
  UND_ERR_CONNECT_TIMEOUT: () => l10n.t("no answer"),
};

/** The failure of `fetch` or of its body as a clause for people. */
export function whyFetchFailed(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== undefined) return REASONS[code]?.() ?? l10n.t("connection failed with {0}", code);
  }
  return l10n.t("connection failed");
}
