import * as vscode from "vscode";
import { isActive, type RunState } from "../../protocol/panel";
import type { Subscribe } from "../emitter";
import { DisposableStore, type Disposable } from "../lifecycle";
import { CancellableProgress } from "./cancellableProgress";
import {
  fractionDone,
  NOTHING_YET,
  phaseText,
  progressText,
  statusText,
  summarize,
  type RunSummary,
} from "./runSummary";
import type { RunStore } from "./runStore";

/** The panel, as far as the status needs it: while it is seen, it shows the progress itself. */
export interface PanelVisibility {
  readonly isVisible: boolean;
  readonly onVisibility: Subscribe<boolean>;
}

/** A panel takes a moment to appear; a run may be over before a notification is worth it. */
const NOTIFY_AFTER_MS = 1500;

/** Shows the run outside of its panel: status bar, context key, and a notification with Cancel while no panel is seen. */
export class RunStatus implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #item: vscode.StatusBarItem;
  #summary: RunSummary = NOTHING_YET;
  #notifying: NodeJS.Timeout | undefined;
  #notification: CancellableProgress | undefined;

  constructor(
    private readonly store: RunStore,
    private readonly panel: PanelVisibility,
    private readonly stop: () => void,
  ) {
    this.#item = this.#owned.add(vscode.window.createStatusBarItem("trainLens.run", vscode.StatusBarAlignment.Right));
    this.#item.name = "Train Lens";
    this.#item.command = "trainLens.showTrainingPanel";
    this.#owned.add(
      store.onShown(() => {
        this.#summary = (store.snapshot().run?.events ?? []).reduce(summarize, NOTHING_YET);
      }),
    );
    this.#owned.add(
      store.onEvent(event => {
        this.#summary = summarize(this.#summary, event);
        this.#draw();
      }),
    );
    this.#owned.add(store.onState(state => this.#follow(state)));
    this.#owned.add(panel.onVisibility(() => this.#notify()));
  }

  dispose(): void {
    this.#closeNotification();
    this.#owned.dispose();
  }

  #follow(state: RunState): void {
    void vscode.commands.executeCommand("setContext", "trainLens.isTraining", isActive(state));
    this.#draw();
    this.#notify();
  }

  #draw(): void {
    const { state, run } = this.store.snapshot();
    const name = run?.modelName ?? "";
    const text = statusText(name, state, this.#summary, vscode.env.language);
    if (text === undefined) {
      this.#item.hide();
      return;
    }
    const phase = phaseText(state, vscode.l10n.t);
    const progress = progressText(this.#summary, vscode.env.language);
    this.#item.text = text;
    this.#item.tooltip = `${name}: ${phase}\n${vscode.l10n.t("Click to show the training panel.")}`;
    this.#item.accessibilityInformation = { label: `${name}: ${phase} ${progress}` };
    this.#item.show();
    this.#notification?.report(fractionDone(this.#summary), `${phase} ${progress}`);
  }

  /** Opens or closes the notification, as run and panel now are. */
  #notify(): void {
    const isWanted = isActive(this.store.state) && !this.panel.isVisible;
    if (!isWanted) this.#closeNotification();
    else if (!this.#notification) this.#notifying ??= setTimeout(() => this.#openNotification(), NOTIFY_AFTER_MS);
  }

  #openNotification(): void {
    this.#notifying = undefined;
    this.#notification = new CancellableProgress(this.store.snapshot().run?.modelName ?? "", this.stop);
    this.#draw();
  }

  #closeNotification(): void {
    clearTimeout(this.#notifying);
    this.#notifying = undefined;
    this.#notification?.dispose();
    this.#notification = undefined;
  }
}
