import { createDropdown } from "../shared/controls";
import { element } from "../shared/element";
import type { InspectorContext } from "./section";
import { firstChoice, type SliceChoice } from "./sliceAxes";

/** Lets a person choose the two dimensions to see of a tensor that has more, and the places in the others. */
export function createSlicePicker({ say, numbers }: InspectorContext, onChoose: (choice: SliceChoice) => void) {
  const holder = element("div", { class: "slice-picker" });
  let choice: SliceChoice = firstChoice([]);
  let shape: readonly number[] = [];

  const choose = (next: SliceChoice) => {
    choice = next;
    draw();
    onChoose(choice);
  };
  const createDimensions = (label: string, axis: "rows" | "columns", other: "rows" | "columns") =>
    createDropdown(
      label,
      shape.map((size, dimension) => ({
        value: String(dimension),
        text: say("dimension", label, numbers.plain(dimension), numbers.count(size)),
      })),
      String(choice[axis]),
      value => {
        const dimension = Number(value);
        const swapped = choice[other] === dimension ? { [other]: choice[axis] } : {};
        choose({ ...choice, ...swapped, [axis]: dimension });
      },
    );
  const createPlace = (dimension: number) => {
    const label = say("placeIn", numbers.plain(dimension), numbers.count(shape[dimension]! - 1));
    const input = element("input", {
      class: "filter place",
      type: "number",
      min: 0,
      max: shape[dimension]! - 1,
      value: choice.at[dimension]!,
      "aria-label": label,
      title: label,
    });
    input.addEventListener("change", () => {
      const place = Math.min(shape[dimension]! - 1, Math.max(0, Math.floor(Number(input.value)) || 0));
      choose({ ...choice, at: choice.at.with(dimension, place) });
    });
    return element("label", {}, `[${dimension}]`, " ", input);
  };
  const draw = () => {
    holder.hidden = shape.length < 3;
    if (holder.hidden) return;
    const fixed = [...shape.keys()].filter(dimension => dimension !== choice.rows && dimension !== choice.columns);
    holder.replaceChildren(
      createDimensions(say("sliceRows"), "rows", "columns"),
      createDimensions(say("sliceColumns"), "columns", "rows"),
      ...fixed.map(createPlace),
    );
  };
  return {
    element: holder,
    /** Starts over with a tensor of another shape. */
    reset: (nextShape: readonly number[]): SliceChoice => {
      shape = nextShape;
      choice = firstChoice(shape);
      draw();
      return choice;
    },
  };
}
