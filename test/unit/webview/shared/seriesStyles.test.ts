import { expect, test } from "vitest";
import { seriesStyle } from "../../../../webview/shared/seriesStyles";

test("thirty lines differ, and neighbours differ without their colours too", () => {
  const styles = Array.from({ length: 30 }, (_, index) => seriesStyle(index));
  expect(new Set(styles.map(style => JSON.stringify(style))).size).toBe(30);
  const colourless = styles.map(({ dash, marker }) => JSON.stringify([dash, marker]));
  for (const [index, style] of colourless.entries()) expect(style).not.toBe(colourless[index + 1]);
});
