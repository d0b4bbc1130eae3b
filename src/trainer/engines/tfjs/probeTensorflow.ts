import { fork } from "node:child_process";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { parseTfjsProbe, type TfjsProbe } from "../../../protocol/tfjsInstallation";

/** A card whose kernels must be compiled first keeps TensorFlow busy for minutes, once. */
const PATIENCE_MS = 10 * 60_000;

/** Tries the tfjs-node in `packageFolder` in a process of its own. Never rejects. */
export function probeTensorflow(packageFolder: string, programFolder: string): Promise<TfjsProbe> {
  return new Promise(resolve => {
    const fail = (reason: string) => resolve({ works: false, reason });
    const child = fork(join(programFolder, "tfjsProbe.js"), [packageFolder], {
      execArgv: [],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      timeout: PATIENCE_MS,
    });
    child.once("message", message => resolve(parseTfjsProbe(message) ?? { works: false, reason: "" }));
    child.once("error", error => fail(error.message));
    child.once("exit", (code, signal) => fail(l10n.t("its process ended with {0}", signal ?? String(code))));
  });
}
