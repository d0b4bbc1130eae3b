import { TreeFragment, type Tree } from "@lezer/common";
import { parser } from "@lezer/python";
import type { SourceRange } from "../../../modelSpec";
import { childNodes } from "./childNodes";
import { lowerStatements } from "./lowerStatement";
import { withoutPointsAtEnd } from "./pointedNumbers";
import type { Statement } from "./syntax";

/** A file of Python, taken apart. Keep it and hand it to the next `parsePython` of the same file to parse only what changed. */
export interface ParsedPython {
  readonly text: string;
  /** `text` as the parser saw it. */
  readonly parsedText: string;
  readonly tree: Tree;
  readonly statements: readonly Statement[];
  /** Where the text is not Python, such as code that is half typed. */
  readonly errors: readonly SourceRange[];
}

/** Parses `text`, whatever it is; never throws. */
export function parsePython(text: string, previous?: ParsedPython): ParsedPython {
  if (previous?.text === text) return previous;
  const parsedText = withoutPointsAtEnd(text);
  const tree = parser.parse(parsedText, previous ? unchangedFragments(previous, parsedText) : undefined);
  const errors: SourceRange[] = [];
  tree.iterate({
    enter: node => {
      // the grammar wants a value after `yield`, Python does not
      if (node.type.isError && node.node.prevSibling?.name !== "yield") errors.push({ from: node.from, to: node.to });
    },
  });
  return { text, parsedText, tree, statements: lowerStatements(childNodes(tree.topNode), text), errors };
}

/** The parts of the old tree outside the one stretch in which the two texts differ. */
function unchangedFragments(previous: ParsedPython, text: string): readonly TreeFragment[] {
  const old = previous.parsedText;
  const shorter = Math.min(old.length, text.length);
  let begin = 0;
  while (begin < shorter && old.charCodeAt(begin) === text.charCodeAt(begin)) begin++;
  let tail = 0;
  while (tail < shorter - begin && old.charCodeAt(old.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) {
    tail++;
  }
  const change = { fromA: begin, toA: old.length - tail, fromB: begin, toB: text.length - tail };
  return TreeFragment.applyChanges(TreeFragment.addTree(previous.tree), [change]);
}
