const POINT_AT_END = /(?<![\w.])(\d[\d_]*)\.(?=[eE][-+]?\d|[^\w.]|$)/g;

/**
 * `text` with numbers like `2.` turned into `2_`, of the same length: the grammar knows no number that ends in a point.
 * Only for parsing; the text of a node is taken from the original.
 */
export function withoutPointsAtEnd(text: string): string {
  return text.includes(".") ? text.replace(POINT_AT_END, "$1_") : text;
}
