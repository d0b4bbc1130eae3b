/** Levels above "nothing"; the style sheet has a colour for each. */
export const HEAT_LEVELS = 6;

/**
 * How strongly to colour each cell of a confusion matrix, 0 to `HEAT_LEVELS`. Right answers are measured by the share
 * of their class, mistakes by the most frequent mistake: on one scale with the right ones, no mistake would be seen.
 */
export function heatLevels(confusion: readonly (readonly number[])[]): number[][] {
  const mistakes = confusion.flatMap((counts, row) => counts.filter((_, column) => column !== row));
  const worst = Math.max(0, ...mistakes);
  return confusion.map((counts, row) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count, column) =>
      count === 0 ? 0 : Math.ceil((HEAT_LEVELS * count) / (row === column ? total : worst)),
    );
  });
}
