import type { EngineKind, RunStarted } from "../../src/protocol/trainer";
import type { RunStringKey } from "../../src/protocol/runStrings";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import type { RunContext, RunSection } from "./section";

/** The names of the engines for people. */
export const ENGINE_NAMES: Readonly<Record<EngineKind, RunStringKey>> = {
  reference: "engineReference",
  wasm: "engineWasm",
  webgpu: "engineWebgpu",
  tfjs: "engineTfjs",
};

/** What computes, on which data, from which seed, and why no other engine does. */
export function createFacts({ say, numbers }: RunContext): RunSection {
  const list = element("dl", { class: "facts" });
  const skipped = element("details", { class: "skipped" });
  const facts = element("section", {}, list, skipped);

  const show = whenChanged((started: RunStarted | undefined) => {
    facts.hidden = !started;
    if (!started) return;
    const { engine, device, dataset, seed } = started;
    const data = say(
      dataset.synthetic ? "dataCountsSynthetic" : "dataCounts",
      dataset.name,
      numbers.count(dataset.trainCount),
      numbers.count(dataset.testCount),
      dataset.source,
    );
    const lines: [RunStringKey, string][] = [
      ["factDevice", say("deviceAndEngine", device, say(ENGINE_NAMES[engine]))],
      ["factData", data],
      ["factSeed", numbers.plain(seed)],
    ];
    list.replaceChildren(
      ...lines.map(([term, text]) => element("div", {}, element("dt", {}, say(term)), element("dd", {}, text))),
    );
    skipped.hidden = started.skipped.length === 0;
    skipped.replaceChildren(
      element("summary", {}, say("whyOtherEngines")),
      element(
        "ul",
        {},
        ...started.skipped.map(({ engine: other, reason }) =>
          element("li", {}, element("strong", {}, say(ENGINE_NAMES[other])), `: ${reason}`),
        ),
      ),
    );
  });
  return { element: facts, update: ({ run }) => show(run?.started) };
}
