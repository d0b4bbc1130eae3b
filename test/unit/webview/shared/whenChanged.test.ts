import { expect, test } from "vitest";
import { whenChanged } from "../../../../webview/shared/whenChanged";

test("renders when any value is another one, and only then", () => {
  const rendered: unknown[][] = [];
  const render = whenChanged((...values: unknown[]) => rendered.push(values));
  const list: number[] = [];
  render(list, NaN);
  render(list, NaN);
  render([], NaN);
  expect(rendered).toEqual([
    [list, NaN],
    [[], NaN],
  ]);
});
