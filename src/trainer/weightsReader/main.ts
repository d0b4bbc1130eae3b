import { parentPort, workerData } from "node:worker_threads";
import * as l10n from "@vscode/l10n";
import { FormatError } from "../../formats/formatError";
import { dispatch } from "../../protocol/handlers";
import type { ReaderEvent, ReaderRequest, WeightsPlace } from "../../protocol/inspector";
import type { OpenWeights } from "../openWeights";
import { whyFileFailed } from "../whyFileFailed";
import { openPlace } from "./openPlace";
import { WeightsReader } from "./weightsReader";

/** What the host gives this thread when it starts it. */
interface ReaderData {
  readonly place: WeightsPlace;
  /** The file of the window's translations; absent when it speaks English. */
  readonly textsPath?: string;
}

/** A thread of the extension host that reads one file of weights; it lives until it is terminated. */
async function main(): Promise<void> {
  const { place, textsPath } = workerData as ReaderData;
  if (textsPath) l10n.config({ fsPath: textsPath });
  const emit = (event: ReaderEvent) => parentPort!.postMessage(event);
  let weights: OpenWeights;
  try {
    weights = await openPlace(place);
  } catch (error) {
    const message =
      error instanceof FormatError ? error.message : l10n.t("The file cannot be read: {0}.", whyFileFailed(error));
    emit({ type: "weights-refused", message });
    return;
  }
  const reader = new WeightsReader(weights, emit);
  parentPort!.on("message", (request: ReaderRequest) => dispatch(reader.handlers, request));
  await reader.list();
}

void main();
