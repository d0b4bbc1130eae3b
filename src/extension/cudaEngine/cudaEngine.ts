import { dirname } from "node:path";
import * as vscode from "vscode";
import { ExpectedError } from "../../protocol/expectedError";
import type { TfjsProbe } from "../../protocol/tfjsInstallation";
import { ActionableError, type Action } from "../actionableError";
import type { InstallationFolder } from "./installationFolder";
import { hasNpm, runNpmInstall } from "./npmTask";
import { probeInstallation, type ProbeProgram } from "./probeInstallation";
import { thisMachine, whyNoCuda } from "./whyNoCuda";

const { t } = vscode.l10n;

/** Installs and removes tfjs-node-gpu, as a person asks for it. */
export class CudaEngine {
  #isBusy = false;

  constructor(
    private readonly folder: InstallationFolder,
    private readonly program: ProbeProgram,
  ) {}

  /** Asks, installs in a visible terminal, tries the result and says what came out. Throws an `ExpectedError` else. */
  install(): Promise<void> {
    return this.#alone(async () => {
      const refusal = whyNoCuda(thisMachine(), t);
      if (refusal !== undefined) throw new ExpectedError(refusal);
      if (!(await hasNpm(dirname(this.program.modulePath)))) {
        throw new ExpectedError(t("npm was not found."), t("Install Node.js, which brings it, and try again."));
      }
      if (!(await this.#isWanted())) return;
      await this.folder.prepare().catch(explainInUse);
      const exitCode = await runNpmInstall(this.folder.path, t("Install CUDA engine"));
      if (exitCode !== 0) throw notInstalled(exitCode);
      await this.folder.finish();
      report(await this.#probe());
    });
  }

  /** Removes what `install` made. */
  uninstall(): Promise<void> {
    return this.#alone(async () => {
      const isFilled = await this.folder.isFilled();
      await this.folder.remove().catch(explainInUse);
      const done = isFilled ? t("The CUDA engine is uninstalled.") : t("The CUDA engine is not installed.");
      void vscode.window.showInformationMessage(done);
    });
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    if (this.#isBusy) throw new ActionableError(t("The CUDA engine is just being installed."), [], "mild");
    this.#isBusy = true;
    try {
      await work();
    } finally {
      this.#isBusy = false;
    }
  }

  async #isWanted(): Promise<boolean> {
    const install = { title: t("Install") };
    const again = { title: t("Install Again") };
    const present = (await this.folder.isFilled()) ? await this.#probe() : undefined;
    const question = present ? describeProbe(present) : t("Install the CUDA engine (tfjs-node-gpu)?");
    const detail = [
      t(
        "npm downloads tfjs-node-gpu and TensorFlow, about 0.5 GB, into the storage of Train Lens, and runs their install scripts.",
      ),
      t(
        "To compute on the GPU, TensorFlow needs an NVIDIA card with a driver of at least 450, CUDA 11.2 and cuDNN 8.1, on x64 Linux or Windows. Without them it computes on the processor.",
      ),
    ].join("\n\n");
    const wanted = present ? again : install;
    return (await vscode.window.showInformationMessage(question, { modal: true, detail }, wanted)) === wanted;
  }

  #probe(): Thenable<TfjsProbe> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: t("Trying TensorFlow; a new card's first time takes minutes"),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (_, cancellation) => {
      const abort = new AbortController();
      cancellation.onCancellationRequested(() => abort.abort());
      const probed = await probeInstallation(this.program, this.folder.packageFolder, abort.signal, t);
      if (abort.signal.aborted) throw new vscode.CancellationError();
      return probed;
    });
  }
}

const UNINSTALL: Action = { title: t("Uninstall"), command: "trainLens.uninstallCudaEngine" };
const RETRY: readonly Action[] = [{ title: t("Install Again"), command: "trainLens.installCudaEngine" }, UNINSTALL];

function describeProbe(probed: TfjsProbe): string {
  if (!probed.works) return t("The CUDA engine is installed, but damaged: {0}.", probed.reason);
  return probed.isUsingGpu
    ? t("The CUDA engine is installed: TensorFlow {0} computes on the GPU.", probed.tensorflowVersion)
    : t(
        "The CUDA engine is installed, but TensorFlow {0} sees no GPU and computes on the processor. The log says what it misses.",
        probed.tensorflowVersion,
      );
}

/** Says what works; throws an `ExpectedError` where the GPU is not used. */
function report(probed: TfjsProbe): void {
  const sentence = describeProbe(probed);
  if (!probed.works) throw new ActionableError(sentence, RETRY);
  if (!probed.isUsingGpu) throw new ActionableError(sentence, [UNINSTALL]);
  void vscode.window.showInformationMessage(sentence);
}

function notInstalled(exitCode: number | undefined): ActionableError {
  const message =
    exitCode === undefined
      ? t("The installation was ended before it was over.")
      : t("npm could not install the CUDA engine: it ended with {0}. Its terminal shows why.", exitCode);
  return new ActionableError(message, RETRY);
}

/** Windows does not remove a library that a process has loaded. */
function explainInUse(error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "EBUSY" && code !== "EPERM") throw error;
  throw new ExpectedError(t("The CUDA engine is in use."), t("Stop the training in every window, and try again."));
}
