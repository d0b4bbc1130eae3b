import { fork } from "node:child_process";
import { parseTfjsProbe, type TfjsProbe } from "../../protocol/tfjsInstallation";
import type { Translate } from "../translate";

/** What tries an installation: a built program, and how Node programs are started here. */
export interface ProbeProgram {
  readonly modulePath: string;
  readonly execPath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Takes what TensorFlow says about itself, line by line. */
  readonly log: (text: string) => void;
}

/** CUDA compiles a new card's kernels at the first use, for minutes. */
const PATIENCE_MS = 10 * 60_000;
/** TensorFlow names the libraries of CUDA that it misses in a warning. */
const WITH_WARNINGS = { TF_CPP_MIN_LOG_LEVEL: "1" };

/** Tries the tfjs-node in `packageFolder` in a process of its own, which is gone in the end. Never rejects. */
export async function probeInstallation(
  { modulePath, execPath, env, log }: ProbeProgram,
  packageFolder: string,
  signal: AbortSignal,
  t: Translate,
): Promise<TfjsProbe> {
  const child = fork(modulePath, [packageFolder], {
    execPath,
    execArgv: [],
    env: { ...env, ...WITH_WARNINGS },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const output of [child.stdout, child.stderr]) output?.setEncoding("utf8").on("data", log);
  try {
    return await new Promise<TfjsProbe>(resolve => {
      const fail = (reason: string) => resolve({ works: false, reason });
      child.once("message", message => resolve(parseTfjsProbe(message) ?? { works: false, reason: "" }));
      child.once("error", error => fail(error.message));
      child.once("exit", (code, killedBy) => fail(t("its process ended with {0}", killedBy ?? String(code))));
      const isOver = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
      isOver.addEventListener("abort", () => fail(t("it was not over after {0} minutes", PATIENCE_MS / 60_000)));
    });
  } finally {
    child.kill("SIGKILL");
  }
}
