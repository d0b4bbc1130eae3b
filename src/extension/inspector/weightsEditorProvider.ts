import { posix } from "node:path";
import * as vscode from "vscode";
import { dispatch, type Handlers } from "../../protocol/handlers";
import type { HostToInspector, InspectorToHost } from "../../protocol/inspector";
import { DisposableStore, type Disposable } from "../lifecycle";
import { readWebviewPage } from "../readWebviewPage";
import { RunFeed } from "../runFeed";
import { chooseWeights } from "./chooseWeights";
import type { InspectorSurroundings } from "./inspectorSurroundings";
import { openInInspector } from "./inspectorViewTypes";
import { inspectorStrings } from "./inspectorStrings";
import { pythonSnippet } from "./pythonSnippet";
import type { ReaderProgram } from "./readerThread";
import { WeightsDocument } from "./weightsDocument";

/** Opens files of weights in editors that only show them. */
export class WeightsEditorProvider implements vscode.CustomReadonlyEditorProvider<WeightsDocument> {
  constructor(
    private readonly pageFolder: vscode.Uri,
    private readonly program: ReaderProgram,
    private readonly surroundings: InspectorSurroundings,
  ) {}

  async openCustomDocument(uri: vscode.Uri): Promise<WeightsDocument> {
    const document = new WeightsDocument(uri, this.program, this.surroundings);
    await document.read();
    return document;
  }

  async resolveCustomEditor(document: WeightsDocument, panel: vscode.WebviewPanel): Promise<void> {
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    const connection = connectEditor(panel, document, this.surroundings);
    panel.onDidDispose(() => connection.dispose());
    const title = vscode.l10n.t("Saved Weights");
    panel.webview.html = await readWebviewPage(this.pageFolder, "inspector", title, inspectorStrings(vscode.l10n.t));
  }
}

/** Shows everything when the page is ready, then what is new while it is seen. A hidden page is gone, and asks again. */
function connectEditor(
  panel: vscode.WebviewPanel,
  document: WeightsDocument,
  { report, stopRun, showLog }: InspectorSurroundings,
): Disposable {
  const owned = new DisposableStore();
  const questions = new Map<number, () => void>();
  let isReady = false;
  const post = (message: HostToInspector) => {
    if (isReady && panel.visible) void panel.webview.postMessage(message);
  };
  const listFits = () =>
    document.fits?.map(({ className, modelFile, renaming }) => ({
      className,
      ...(modelFile !== undefined && { modelFile }),
      ...(renaming && { renaming }),
    }));
  const feed = owned.add(new RunFeed(document.trial, post));
  const showWeights = () => {
    const { state, isGone, uri, comparison, setIndex } = document;
    const fileName = posix.basename(uri.path);
    const fits = listFits();
    const weights = {
      fileName,
      state,
      ...(fits && { fits }),
      isGone,
      ...(comparison && { comparison }),
      ...(setIndex && { setIndexName: posix.basename(setIndex.path) }),
    };
    post({ type: "show-weights", weights });
    feed.show();
  };
  const orReport = (doing: string, done: Promise<void>) => void done.catch((error: unknown) => report(doing, error));
  const copy = async (text: string) => {
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t("Copied to the clipboard"), COPIED_MS);
  };

  const handlers: Handlers<InspectorToHost> = {
    "inspector-ready": () => {
      isReady = true;
      showWeights();
    },
    "measure-clicked": () => document.send({ type: "measure-tensors" }),
    "stop-measuring-clicked": () => document.send({ type: "stop-measuring" }),
    "compare-clicked": () => {
      const compare = async () => {
        const other = await chooseWeights(document.uri);
        if (other) await document.compare(other);
      };
      orReport(vscode.l10n.t("Comparing"), compare());
    },
    "end-comparison-clicked": () => document.endComparison(),
    ask: ({ id, query }) => {
      const takeBack = document.ask(query, answer => {
        questions.delete(id);
        post({ type: "reader-told", event: { ...answer, id } });
      });
      questions.set(id, takeBack);
    },
    cancel: ({ id }) => {
      questions.get(id)?.();
      questions.delete(id);
    },
    "copy-json-clicked": ({ tensor }) =>
      void document.ask({ kind: "json", tensor }, answer => {
        if (answer.type === "not-answered") void vscode.window.showWarningMessage(answer.message);
        else if ("text" in answer.answer) void copy(answer.answer.text);
      }),
    "copy-snippet-clicked": ({ fit }) => {
      const { listing } = document.state;
      if (!listing) return;
      const path = vscode.workspace.asRelativePath(document.uri, false);
      const found = fit === undefined ? undefined : document.fits?.[fit];
      const key = document.stateDict?.key;
      const isSet = listing.fileCount !== undefined;
      const inputs = {
        path,
        format: listing.format,
        isSet,
        ...(key !== undefined && { key }),
        ...(found && { fit: found }),
      };
      void copy(pythonSnippet(inputs));
    },
    "evaluate-clicked": ({ fit }) => orReport(vscode.l10n.t("Evaluating"), document.try(fit, "evaluate")),
    "gradients-clicked": ({ fit }) =>
      orReport(vscode.l10n.t("Measuring gradient norms"), document.try(fit, "gradients")),
    "stop-clicked": () => {
      if (document.trial.isActive) stopRun();
    },
    "end-trial-clicked": () => document.trial.forget(),
    "show-log-clicked": showLog,
    "open-set-clicked": () => {
      if (document.setIndex) void openInInspector(document.setIndex);
    },
    "reopen-as-text-clicked": () => void vscode.commands.executeCommand("vscode.openWith", document.uri, "default"),
  };
  owned.add(
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isTagged(message)) dispatch(handlers, message);
    }),
  );
  owned.add(document.onChanged(showWeights));
  owned.add(document.onSetFound(uri => post({ type: "set-found", indexName: posix.basename(uri.path) })));
  owned.add(document.onFits(() => post({ type: "fits-found", fits: listFits() ?? [] })));
  owned.add(
    document.onComparison(comparison => post({ type: "comparison-changed", ...(comparison && { comparison }) })),
  );
  owned.add(document.onEvent(event => post({ type: "reader-told", event })));
  owned.add(panel.onDidChangeViewState(() => (isReady &&= panel.visible)));
  owned.add({ dispose: () => questions.forEach(takeBack => takeBack()) });
  return owned;
}

const COPIED_MS = 3000;

function isTagged(message: unknown): message is InspectorToHost {
  return typeof message === "object" && message !== null && "type" in message && typeof message.type === "string";
}
