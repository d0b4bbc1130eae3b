import type { ListedTensor } from "../../src/protocol/inspector";
import { createButton } from "../shared/controls";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import { createHeatMap } from "./heatMap";
import { createHistogram } from "./histogram";
import { createPictures } from "./pictures";
import type { InspectorContext, Section } from "./section";
import { createValues } from "./values";

/** A part of the details: shows one tensor, or hides when it has nothing to say about it. */
export interface TensorPart {
  readonly element: HTMLElement;
  show(tensor: ListedTensor, index: number): void;
}

/** Everything about the chosen tensor. */
export function createTensorDetails(context: InspectorContext): Section {
  const { say, numbers, settings, post } = context;
  let shownIndex = 0;
  const name = element("h2", { id: "details-title" });
  const facts = element("p", { class: "note" });
  const copy = createButton(say("copyJson"), "secondary", () =>
    post({ type: "copy-json-clicked", tensor: shownIndex }),
  );
  const parts: readonly TensorPart[] = [createHistogram, createPictures, createHeatMap, createValues].map(create =>
    create(context),
  );
  const section = element(
    "section",
    { class: "details", "aria-labelledby": "details-title" },
    element("div", { class: "header" }, element("div", { class: "title" }, name, facts), copy),
    element("div", { class: "cards" }, ...parts.map(part => part.element)),
  );

  const describe = (tensor: ListedTensor) => {
    const { dtype, shape, elementCount, byteLength, view, storage, storageBytes, isParameter, requiresGrad, file } =
      tensor;
    return [
      `${dtype} [${shape.join(", ")}]`,
      say("parameterCount", numbers.count(elementCount)),
      numbers.bytes(byteLength),
      ...(view ? [say("factView", `[${view.strides.join(", ")}]`, numbers.count(view.offset))] : []),
      ...(storage === undefined ? [] : [say("factShared", storage)]),
      ...(storageBytes > byteLength ? [say("factStorage", numbers.bytes(storageBytes))] : []),
      ...(file === undefined ? [] : [say("factFile", file)]),
      ...(isParameter ? ["nn.Parameter"] : []),
      ...(requiresGrad ? ["requires_grad"] : []),
    ].join(" · ");
  };
  const show = whenChanged((tensors: readonly ListedTensor[] | undefined, chosen: string | undefined) => {
    const index = tensors?.findIndex(tensor => tensor.name === chosen) ?? -1;
    const tensor = tensors?.[index];
    section.hidden = !tensor;
    if (!tensor) return;
    shownIndex = index;
    name.textContent = tensor.name;
    facts.textContent = describe(tensor);
    for (const part of parts) part.show(tensor, index);
  });
  return {
    element: section,
    update: ({ state }) => show(state.listing?.tensors, settings.current.chosen),
  };
}
