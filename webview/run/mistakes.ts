import type { ConfusedPair, Evaluated } from "../../src/protocol/trainer";
import { createCard } from "../shared/card";
import { element } from "../shared/element";
import { whenChanged } from "../shared/whenChanged";
import type { RunContext, RunSection } from "./section";

/** The classes that are most often taken for another one, with pictures of them. */
export function createMistakes({ say, numbers }: RunContext): RunSection {
  const list = element("ul", { class: "mistakes" });
  const note = element("p", { class: "note" }, say("mistakesNote"));
  const card = createCard(say("mistakesTitle"), "card-wide card-mistakes", [], note, list);

  const createPair = (
    { label, predicted, count, examples }: ConfusedPair,
    [rows, columns]: readonly [number, number],
  ) => {
    const words = say("mistakesPair", numbers.plain(label), numbers.plain(predicted), numbers.count(count));
    const pictures = examples.map(({ index, pixels }) => {
      const name = say("mistakesPicture", numbers.plain(index), numbers.plain(label), numbers.plain(predicted));
      const canvas = element("canvas", { class: "wrong-picture", role: "img", "aria-label": name, title: name });
      paintGrey(canvas, pixels, rows, columns);
      return canvas;
    });
    return element("li", {}, element("span", {}, words), element("div", { class: "wrong-pictures" }, ...pictures));
  };
  const show = whenChanged((evaluated: Evaluated | undefined) => {
    const pairs = evaluated?.confusedPairs ?? [];
    card.hidden = pairs.length === 0;
    list.replaceChildren(...pairs.map(pair => createPair(pair, evaluated!.pictureShape)));
  });
  return { element: card, update: ({ run }) => show(run?.evaluated) };
}

/** Draws grey values in base64, 0 for black; what is missing stays black. */
function paintGrey(canvas: HTMLCanvasElement, base64: string, rows: number, columns: number): void {
  canvas.width = columns;
  canvas.height = rows;
  const image = new ImageData(columns, rows);
  const grey = atob(base64);
  for (let at = 0; at < rows * columns; at++) {
    const value = grey.charCodeAt(at) || 0;
    image.data.set([value, value, value, 255], 4 * at);
  }
  canvas.getContext("2d")!.putImageData(image, 0, 0);
}
