import type { WireNumber } from "../../protocol/trainer";

/** The confusion matrix as a table: a row per true class with its accuracy, a column per predicted class. */
export function confusionLines(perClass: readonly WireNumber[], confusion: readonly (readonly number[])[]): string[] {
  const width = Math.max(...confusion.flat().map(count => String(count).length), 2) + 1;
  const cells = (values: readonly number[]) => values.map(value => String(value).padStart(width)).join("");
  const header = `true \\ predicted ${cells(confusion.map((_, label) => label))}   accuracy`;
  const rows = confusion.map((row, label) => {
    const share = perClass[label];
    const text = typeof share === "number" ? `${share.toFixed(2)}%` : "-";
    return `${String(label).padStart(16)} ${cells(row)}   ${text.padStart(8)}`;
  });
  return [header, ...rows];
}
