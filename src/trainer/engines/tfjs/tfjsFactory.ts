import * as l10n from "@vscode/l10n";
import { distFolder } from "../../distFolder";
import { ExpectedError } from "../../../protocol/expectedError";
import type { EngineFactory } from "../engine";
import { whyCannotLoad } from "../whyCannotLoad";
import { findTensorflow, type InstalledTensorflow } from "./findTensorflow";
import { loadTensorflow } from "./loadTensorflow";
import { OPERATIONS } from "./operations";
import { probeTensorflow } from "./probeTensorflow";
import { TfjsEngine } from "./tfjsEngine";
import { tryTensorflow } from "./tryTensorflow";

/** Makes the engine on TensorFlow, where tfjs-node is installed. */
export const tfjsFactory: EngineFactory = {
  kind: "tfjs",
  installedVersion: () => findTensorflow(process.env)?.version ?? "",
  whyNotInstalled: () => (findTensorflow(process.env) ? undefined : notInstalled()),
  whyUnavailable: ({ isExpendable } = {}) => (whyUnavailable ??= probe(isExpendable ? tryTensorflow : probeInChild)),
  whyUnable: model => {
    const unknown = model.calls.find(({ layer }) => !(layer.type in OPERATIONS));
    return unknown && l10n.t("{0} layers cannot be computed yet", unknown.layer.type);
  },
  create: inputs => {
    const installed = findTensorflow(process.env);
    if (!installed) throw new Error("There is no tfjs-node; whyUnavailable should have said so.");
    const refusal = whyCannotLoad("TensorFlow");
    if (refusal !== undefined) throw new ExpectedError(l10n.t("TensorFlow was not loaded: {0}.", refusal));
    return Promise.resolve(new TfjsEngine(loadTensorflow(installed.folder), inputs));
  },
};

/** Asked once: what is installed does not change under a process. */
let whyUnavailable: Promise<string | undefined> | undefined;

const probeInChild: typeof tryTensorflow = folder => probeTensorflow(folder, distFolder());

async function probe(attempt: typeof tryTensorflow): Promise<string | undefined> {
  const installed: InstalledTensorflow | undefined = findTensorflow(process.env);
  if (!installed) return notInstalled();
  const probed = await attempt(installed.folder);
  return probed.works ? undefined : l10n.t("its installation is damaged: {0}", probed.reason);
}

function notInstalled(): string {
  return l10n.t(
    "tfjs-node-gpu is not installed; in VS Code the command Install CUDA Engine (tfjs-node-gpu) installs it",
  );
}
