import type { ListedTensor } from "../../src/protocol/inspector";
import { createButton, setEnabled } from "../shared/controls";
import { createCard } from "../shared/card";
import { element } from "../shared/element";
import { onThemeChanged } from "../shared/theme";
import { boundOf, paintValues } from "./heatColors";
import type { InspectorContext } from "./section";
import type { TensorPart } from "./tensorDetails";

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const PER_PAGE = 64;

/** What each neuron of a first layer looks for: its 784 weights as the picture they are laid over. */
export function createPictures({ say, numbers, questions }: InspectorContext): TensorPart {
  const gallery = element("div", { class: "gallery" });
  const words = element("span", { class: "note", role: "status" });
  const previous = createButton(say("previous"), "secondary", () => load(begin - PER_PAGE));
  const next = createButton(say("next"), "secondary", () => load(begin + PER_PAGE));
  const pager = element("div", { class: "tool" }, words, previous, next);
  const note = element("p", { class: "note" });
  const card = createCard(say("picturesTitle"), "card-wide card-pictures", [pager], gallery, note);
  let takeBack = () => {};
  let tensor: ListedTensor | undefined;
  let tensorIndex = 0;
  let begin = 0;
  let paint = () => {};

  const load = (from: number) => {
    takeBack();
    const rows = tensor!.shape[0]!;
    begin = Math.min(Math.max(0, from), rows - 1);
    const count = Math.min(PER_PAGE, rows - begin);
    pager.hidden = rows <= PER_PAGE;
    words.textContent = say("picturesOf", numbers.count(begin), numbers.count(begin + count - 1), numbers.count(rows));
    setEnabled(previous, begin > 0);
    setEnabled(next, begin + count < rows);
    const slice = {
      rows: { dimension: 0, begin, count, step: 1 },
      columns: { dimension: 1, begin: 0, count: PIXELS, step: 1 },
      at: [0, 0],
    };
    takeBack = questions.ask({ kind: "slice", tensor: tensorIndex, slice }, answer => {
      card.hidden = "fault" in answer;
      if ("fault" in answer) return;
      const values = answer.values.map(Number);
      const bound = boundOf(values);
      const canvases = Array.from({ length: count }, (_, row) => {
        const label = say("pictureLabel", numbers.plain(begin + row));
        return element("canvas", { class: "digit", role: "img", "aria-label": label, title: label });
      });
      paint = () =>
        canvases.forEach((canvas, row) =>
          paintValues(canvas, values.slice(row * PIXELS, (row + 1) * PIXELS), SIDE, bound),
        );
      paint();
      gallery.replaceChildren(...canvases);
      note.textContent = say("picturesNote", numbers.significant(bound));
    });
  };
  onThemeChanged(() => paint());

  return {
    element: card,
    show: (shown, index) => {
      takeBack();
      [tensor, tensorIndex, paint] = [shown, index, () => {}];
      gallery.replaceChildren();
      card.hidden = shown.shape.length !== 2 || shown.shape[1] !== PIXELS || shown.elementCount === 0;
      if (!card.hidden) load(0);
    },
  };
}
