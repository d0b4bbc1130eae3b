import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../../protocol/expectedError";
import type { EngineFactory } from "../engine";
import { whyNotRows } from "../whyNotRows";
import { openDevice } from "./openDevice";
import { OPERATIONS } from "./operations";
import { WebgpuEngine } from "./webgpuEngine";

const GPU_THREADS = 256;
/** A software adapter does every four threads of a barrier in turn. */
const SOFTWARE_THREADS = 32;

/** Makes the engine of any GPU: Metal, D3D12 or Vulkan, through Dawn. */
export const webgpuFactory: EngineFactory = {
  kind: "webgpu",
  whyUnavailable: async ({ isNamed = false } = {}) => {
    if (process.versions["electron"] !== undefined) {
      return l10n.t(
        "VS Code's own runtime cannot use it; install Node.js 20 or later, or set trainLens.nodePath to one",
      );
    }
    const opened = await openDevice(isNamed && isSoftwareAllowed());
    if (typeof opened === "string") return opened;
    opened.device.destroy();
    await opened.device.lost;
    return undefined;
  },
  whyUnable: model => whyNotRows(model, type => type === "Linear" || type in OPERATIONS),
  create: async inputs => {
    const opened = await openDevice(isSoftwareAllowed());
    if (typeof opened === "string") throw new ExpectedError(l10n.t("The GPU is gone: {0}.", opened));
    const threads = opened.isSoftware ? SOFTWARE_THREADS : GPU_THREADS;
    return WebgpuEngine.create(inputs, opened.device, l10n.t("GPU, {0}", opened.name), threads);
  },
};

/** For tests, which then name the engine: `auto` takes hardware only. */
function isSoftwareAllowed(): boolean {
  return process.env["TRAIN_LENS_SOFTWARE_GPU"] === "1";
}
