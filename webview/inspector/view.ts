import type { InspectorToHost } from "../../src/protocol/inspector";
import type { InspectorTexts } from "../../src/protocol/inspectorStrings";
import { element } from "../shared/element";
import { createNumberFormats } from "../shared/numberFormats";
import { createSay } from "../shared/say";
import { createComparison } from "./comparison";
import { createFitCard } from "./fitCard";
import { createHeader } from "./header";
import type { InspectorModel } from "./inspectorModel";
import { createNotices } from "./notices";
import type { PageSettingsStore } from "./pageSettings";
import type { Questions } from "./questions";
import type { InspectorContext, Section } from "./section";
import { createOtherValues } from "./otherValues";
import { createTensorDetails } from "./tensorDetails";
import { createTensorTable } from "./tensorTable";
import { createToolbar } from "./toolbar";
import { createTrial } from "./trial";

export interface View {
  readonly element: HTMLElement;
  draw(model: InspectorModel): void;
}

/** The whole page; `redraw` asks for a frame when a person chose to see something else. */
export function createView(
  { locale, strings }: InspectorTexts,
  settings: PageSettingsStore,
  questions: Questions,
  post: (message: InspectorToHost) => void,
  redraw: () => void,
): View {
  const say = createSay(strings);
  const context: InspectorContext = { say, numbers: createNumberFormats(locale), settings, questions, post, redraw };
  const create = [
    createHeader,
    createNotices,
    createFitCard,
    createTrial,
    createComparison,
    createToolbar,
    createTensorTable,
    createTensorDetails,
    createOtherValues,
  ];
  const sections: readonly Section[] = create.map(section => section(context));
  const main = element("main", { class: "inspector", hidden: true }, ...sections.map(section => section.element));
  return {
    element: main,
    draw: model => {
      main.hidden = false;
      for (const section of sections) section.update(model);
    },
  };
}
