import * as vscode from "vscode";
import { dispatch, type Handlers } from "../../protocol/handlers";
import type { HostToPanel, PanelToHost } from "../../protocol/panel";
import { Emitter } from "../emitter";
import { DisposableStore, type Disposable } from "../lifecycle";
import { readWebviewPage } from "../readWebviewPage";
import { RunFeed, type RunSource } from "../runFeed";
import { panelStrings } from "./panelStrings";

/** The runs that the panel shows, also that of an earlier window. */
export interface RestoredRuns extends RunSource {
  /** Resolves when the last run of an earlier window is back. */
  restore(): Promise<void>;
}

/** What a click in the panel does. */
export interface PanelActions {
  readonly train: () => void;
  readonly stop: () => void;
  readonly inspectWeights: () => void;
  readonly revealWeights: () => void;
  readonly exportWeights: () => void;
  readonly showLog: () => void;
}

export const PANEL_VIEW_TYPE = "trainLens.training";

/** The one panel of this window: opens it, brings it back after a reload, and keeps it up to date while it is seen. */
export class TrainingPanel implements vscode.WebviewPanelSerializer, Disposable {
  readonly #visibility = new Emitter<boolean>();
  readonly onVisibility = this.#visibility.on;
  #panel: vscode.WebviewPanel | undefined;

  constructor(
    private readonly pageFolder: vscode.Uri,
    private readonly runs: RestoredRuns,
    private readonly actions: PanelActions,
  ) {}

  get isVisible(): boolean {
    return this.#panel?.visible ?? false;
  }

  /** Opens the panel beside the editor, or brings it to the front; the editor keeps the focus. */
  show(): void {
    if (this.#panel) {
      this.#panel.reveal(undefined, true);
      return;
    }
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const title = vscode.l10n.t("Training Panel");
    this.#adopt(vscode.window.createWebviewPanel(PANEL_VIEW_TYPE, title, { viewColumn: column, preserveFocus: true }));
  }

  /** Called by VS Code for a panel that was open before the window was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.#panel) panel.dispose();
    else this.#adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    const connection = connectPanel(panel, this.runs, this.actions);
    panel.onDidChangeViewState(() => this.#visibility.fire(panel.visible));
    panel.onDidDispose(() => {
      connection.dispose();
      this.#panel = undefined;
      this.#visibility.fire(false);
    });
    void readWebviewPage(this.pageFolder, "training", panel.title, panelStrings(vscode.l10n.t)).then(html => {
      if (this.#panel !== panel) return;
      panel.webview.html = html;
      connection.startFeeding();
    });
    this.#visibility.fire(panel.visible);
  }
}

interface PanelConnection extends Disposable {
  /** Shows the run to a page that is on its way: VS Code keeps the messages until the page stands. */
  startFeeding(): void;
}

/** Shows everything when the page is ready, then what is new while it is seen. A hidden page is gone, and asks again. */
function connectPanel(panel: vscode.WebviewPanel, runs: RestoredRuns, actions: PanelActions): PanelConnection {
  const owned = new DisposableStore();
  let isReady = false;
  const post = (message: HostToPanel) => {
    if (isReady && panel.visible) void panel.webview.postMessage(message);
  };
  const feed = owned.add(new RunFeed(runs, post));

  const startFeeding = () => {
    isReady = true;
    feed.show();
  };
  const handlers: Handlers<PanelToHost> = {
    "panel-ready": () => void runs.restore().finally(startFeeding),
    "train-clicked": actions.train,
    "stop-clicked": actions.stop,
    "inspect-weights-clicked": actions.inspectWeights,
    "reveal-weights-clicked": actions.revealWeights,
    "export-weights-clicked": actions.exportWeights,
    "show-log-clicked": actions.showLog,
  };
  owned.add(
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isTagged(message)) dispatch(handlers, message);
    }),
  );
  owned.add(panel.onDidChangeViewState(() => (isReady &&= panel.visible)));
  return { startFeeding, dispose: () => owned.dispose() };
}

function isTagged(message: unknown): message is PanelToHost {
  return typeof message === "object" && message !== null && "type" in message && typeof message.type === "string";
}
