import type { RunState } from "../../protocol/panel";
import type { RunEvent } from "../../protocol/trainer";
import type { Translate } from "../translate";

/** The few numbers of a run that fit into the status bar. */
export interface RunSummary {
  readonly epochs: number;
  readonly totalSteps: number;
  readonly step: number;
  readonly finishedEpochs: number;
  /** Percent of the test images, once known. */
  readonly accuracy?: number;
  /** Of the file that is being downloaded, 0 to 1. */
  readonly downloaded?: number;
}

export const NOTHING_YET: RunSummary = { epochs: 0, totalSteps: 0, step: 0, finishedEpochs: 0 };

/** The summary after `event`. */
export function summarize(summary: RunSummary, event: RunEvent): RunSummary {
  switch (event.type) {
    case "data-progressed":
      return event.totalBytes > 0 ? { ...summary, downloaded: event.receivedBytes / event.totalBytes } : summary;
    case "run-started": {
      const epochs = event.task === "train" ? event.settings.epochs : 0;
      return { ...NOTHING_YET, epochs, totalSteps: event.totalSteps };
    }
    case "steps-measured":
      return { ...summary, step: event.firstStep + event.losses.length - 1 };
    case "epoch-finished":
      return { ...summary, finishedEpochs: event.epoch, accuracy: event.accuracy };
    case "evaluation-progressed":
      return { ...summary, step: event.done, totalSteps: event.total };
    case "evaluated":
      return { ...summary, accuracy: event.accuracy };
    default:
      return summary;
  }
}

/** How far the run is, 0 to 1. */
export function fractionDone({ step, totalSteps }: RunSummary): number {
  return totalSteps > 0 ? Math.min(1, step / totalSteps) : 0;
}

/** Where the run stands, without its name: `3/5 · 96.2 %`. */
export function progressText(summary: RunSummary, locale: string): string {
  const percent = (value: number) => `${value.toLocaleString(locale, { maximumFractionDigits: 1 })} %`;
  if (summary.downloaded !== undefined) return percent(summary.downloaded * 100);
  const { epochs, finishedEpochs, accuracy } = summary;
  const parts = [
    epochs > 0 && finishedEpochs < epochs && `${finishedEpochs + 1}/${epochs}`,
    epochs === 0 && accuracy === undefined && summary.step > 0 && percent(fractionDone(summary) * 100),
    accuracy !== undefined && percent(accuracy),
  ];
  return parts.filter(part => part !== false).join(" · ");
}

/** The text of the status bar item, with its icon, or undefined when there is nothing to say. */
export function statusText(name: string, state: RunState, summary: RunSummary, locale: string): string | undefined {
  const words = [name, progressText(summary, locale)].filter(word => word !== "").join(" ");
  switch (state.phase) {
    case "idle":
      return undefined;
    case "starting":
    case "preparing":
    case "training":
    case "stopping":
      return `$(loading~spin) ${words}`;
    case "ended":
      return `${END_ICONS[state.outcome]} ${words}`;
    default:
      return state satisfies never;
  }
}

const END_ICONS = {
  completed: "$(check)",
  stopped: "$(debug-stop)",
  failed: "$(error)",
  interrupted: "$(warning)",
} as const;

/** What the run is doing, in a word or two. */
export function phaseText(state: RunState, t: Translate): string {
  switch (state.phase) {
    case "idle":
      return "";
    case "starting":
      return t("Starting the trainer");
    case "preparing":
      return t("Preparing the data");
    case "training":
      return t("Training");
    case "stopping":
      return t("Stopping after the current batch");
    case "ended":
      return { completed: t("Completed"), stopped: t("Stopped"), failed: t("Failed"), interrupted: t("Interrupted") }[
        state.outcome
      ];
    default:
      return state satisfies never;
  }
}
