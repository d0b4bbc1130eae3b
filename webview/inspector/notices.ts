import type { ListedTensor, WeightsListing } from "../../src/protocol/inspector";
import { createButton } from "../shared/controls";
import { element } from "../shared/element";
import { createIcon, type IconName } from "../shared/icon";
import { whenChanged } from "../shared/whenChanged";
import { findValueWarnings } from "./findValueWarnings";
import type { InspectorModel } from "./inspectorModel";
import type { InspectorContext, Section } from "./section";

/** What must not be overlooked: why a file is refused, what is odd in it, and that it is gone. */
export function createNotices({ say, numbers, post }: InspectorContext): Section {
  const gone = element("div");
  const set = element("div");
  const verdict = element("div");
  const values = element("div");
  const headers = element("div");

  const notice = (icon: IconName, title: string, ...content: Node[]) =>
    element(
      "div",
      { class: `notice notice-${icon}` },
      createIcon(icon),
      element("div", { class: "notice-content" }, element("strong", {}, title), ...content),
    );
  const paragraph = (text: string) => element("p", {}, text);
  const list = (texts: readonly string[]) => element("ul", {}, ...texts.map(text => element("li", {}, text)));

  const showGone = whenChanged((isGone: boolean) => {
    gone.replaceChildren(...(isGone ? [notice("info", say("goneTitle"), paragraph(say("goneText")))] : []));
  });
  const showSet = whenChanged((indexName: string | undefined) => {
    set.replaceChildren();
    if (indexName === undefined) return;
    const open = createButton(say("openSet"), "secondary", () => post({ type: "open-set-clicked" }));
    set.append(notice("info", say("setTitle"), paragraph(say("setText", indexName)), open));
  });
  const showVerdict = whenChanged(
    (problems: readonly string[] | undefined, refusal: string | undefined, hasTensors: boolean) => {
      verdict.replaceChildren();
      if (refusal !== undefined) {
        verdict.append(
          notice(
            "error",
            say("unreadableTitle"),
            paragraph(refusal),
            paragraph(say("refusedAdvice")),
            createButton(say("reopenAsText"), "secondary", () => post({ type: "reopen-as-text-clicked" })),
          ),
        );
      } else if (problems && problems.length > 0) {
        verdict.append(
          notice(
            "error",
            say("refusedTitle"),
            list(problems),
            paragraph(say(hasTensors ? "refusedShown" : "refusedNothing")),
            paragraph(say("refusedAdvice")),
          ),
        );
      }
    },
  );
  const showValues = whenChanged((statistics: InspectorModel["statistics"], tensors: readonly ListedTensor[]) => {
    const sentences = findValueWarnings(tensors, statistics, say, numbers);
    values.replaceChildren(...(sentences.length > 0 ? [notice("warning", say("valuesTitle"), list(sentences))] : []));
  });
  const showHeaders = whenChanged((listing: WeightsListing | undefined) => {
    headers.replaceChildren();
    const warnings = [...(listing?.warnings ?? [])];
    if (listing && listing.tensorsLeftOut > 0) {
      warnings.unshift(say("tensorsLeftOut", numbers.count(listing.tensorsLeftOut)));
    }
    if (warnings.length > 0) headers.append(notice("info", say("warningsTitle"), list(warnings)));
  });

  return {
    element: element("div", { class: "notices" }, gone, verdict, set, values, headers),
    update: ({ isGone, setIndexName, state: { listing, refusal }, statistics }) => {
      showGone(isGone);
      showSet(setIndexName);
      showVerdict(listing?.problems, refusal?.message, (listing?.tensors.length ?? 0) > 0);
      showValues(statistics, listing?.tensors ?? NO_TENSORS);
      showHeaders(listing);
    },
  };
}

const NO_TENSORS: readonly ListedTensor[] = [];
