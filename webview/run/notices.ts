import type { RunState } from "../../src/protocol/panel";
import type { DescribedDataset } from "../../src/protocol/trainer";
import { createButton } from "../shared/controls";
import { element } from "../shared/element";
import { createIcon, type IconName } from "../shared/icon";
import { whenChanged } from "../shared/whenChanged";
import type { RunView } from "./runView";
import type { RunContext, RunSection } from "./section";

/** What must not be overlooked: digits that are not real, and runs that did not come to their end. */
export function createNotices({ say, numbers, post }: RunContext): RunSection {
  const ending = element("div");
  const synthetic = element("div");

  const notice = (
    icon: IconName,
    title: string | undefined,
    texts: readonly (string | undefined)[],
    hasLog = false,
  ) => {
    const content = element("div", { class: "notice-content" });
    if (title !== undefined) content.append(element("strong", {}, title));
    content.append(...texts.filter(text => text !== undefined).map(text => element("p", {}, text)));
    if (hasLog) content.append(createButton(say("showLog"), "secondary", () => post({ type: "show-log-clicked" })));
    return element("div", { class: `notice notice-${icon}` }, createIcon(icon), content);
  };

  const stoppedText = ({ task, losses, started }: RunView) => {
    if (task !== "train") return say("stoppedWithoutResult");
    if (losses.length === 0) return say("stoppedEarlyText");
    return say("stoppedText", numbers.count(losses.length), numbers.count(started?.totalSteps ?? 0));
  };
  const showSynthetic = whenChanged((dataset: DescribedDataset | undefined) => {
    synthetic.replaceChildren();
    if (!dataset?.synthetic) return;
    const reason = dataset.reason === undefined ? undefined : say("syntheticReason", dataset.reason);
    synthetic.append(notice("warning", say("syntheticTitle"), [say("syntheticText", dataset.name), reason]));
  });

  const showEnding = whenChanged((state: RunState, run: RunView | undefined) => {
    ending.replaceChildren();
    if (state.phase !== "ended" || state.outcome === "completed") return;
    const { outcome, message = run?.failed?.message, hint = run?.failed?.hint } = state;
    if (outcome === "failed") ending.append(notice("error", say("failedTitle"), [message, hint], true));
    if (outcome === "interrupted") {
      ending.append(notice("warning", undefined, [message, hint, say("interruptedText")], true));
    }
    if (outcome === "stopped") {
      ending.append(notice("info", undefined, [run && stoppedText(run), message]));
    }
  });

  return {
    element: element("div", { class: "notices" }, ending, synthetic),
    update: ({ state, run }) => {
      showEnding(state, run);
      showSynthetic(run?.started?.dataset);
    },
  };
}
