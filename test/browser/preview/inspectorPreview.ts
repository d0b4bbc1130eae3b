import type { Browser } from "playwright-core";
import { inspectorStrings } from "../../../src/extension/inspector/inspectorStrings";
import { dispatch } from "../../../src/protocol/handlers";
import type { FittingModel, HostToInspector, InspectorToHost, ReaderRequest } from "../../../src/protocol/inspector";
import type { RunMessage } from "../../../src/protocol/panel";
import { NOTHING_READ } from "../../../src/protocol/weightsState";
import { openPlace } from "../../../src/trainer/weightsReader/openPlace";
import { WeightsReader } from "../../../src/trainer/weightsReader/weightsReader";
import { openPreview, type PageBundle, type Preview, type PreviewOptions } from "./previewPage";

/** A file for the inspector to show. */
export interface PreviewFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly fits?: readonly FittingModel[];
  /** An evaluation, or gradient norms, that were asked for. */
  readonly trial?: RunMessage;
  /** Without this, all values are measured, as the host asks of files that are not huge. */
  readonly isUnmeasured?: boolean;
}

/** Opens the inspector's page with the reader that the extension has, in this process; resolves when all is measured. */
export async function openInspectorPreview(
  browser: Browser,
  bundle: PageBundle,
  { fileName, bytes, fits, trial, isUnmeasured = false }: PreviewFile,
  options: PreviewOptions,
): Promise<Preview<HostToInspector, InspectorToHost>> {
  const asked: InspectorToHost[] = [];
  let take = (message: InspectorToHost) => void asked.push(message);
  const preview = await openPreview<HostToInspector, InspectorToHost>(
    browser,
    bundle,
    inspectorStrings,
    options,
    message => take(message),
  );
  let sending = preview.send({
    type: "show-weights",
    weights: { fileName, state: NOTHING_READ, ...(fits && { fits }), isGone: false },
  });
  if (trial) sending = sending.then(() => preview.send(trial));
  let isClosed = false;
  let end = () => {};
  const ended = new Promise<void>(resolve => (end = resolve));
  const reader = new WeightsReader(await openPlace({ bytes }), event => {
    sending = sending.then(() => (isClosed ? undefined : preview.send({ type: "reader-told", event })));
    if (event.type === "weights-refused" || event.type === "measuring-ended") end();
  });
  take = message => {
    const requests: Partial<Record<InspectorToHost["type"], ReaderRequest["type"]>> = {
      "measure-clicked": "measure-tensors",
      "stop-measuring-clicked": "stop-measuring",
    };
    const type = requests[message.type];
    dispatch(reader.handlers, (type ? { type } : message) as ReaderRequest);
  };
  await reader.list();
  if (isUnmeasured) end();
  else reader.handlers["measure-tensors"]({ type: "measure-tensors" });
  await ended;
  await sending;
  const close = async () => {
    isClosed = true;
    await sending;
    await preview.close();
  };
  return { ...preview, close };
}
