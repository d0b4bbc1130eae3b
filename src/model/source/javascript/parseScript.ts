import { TreeFragment, type ChangedRange, type Tree } from "@lezer/common";
import { parser } from "@lezer/javascript";

const DIALECTS: Readonly<Record<"ts" | "tsx" | "js", string>> = { ts: "ts", tsx: "ts jsx", js: "jsx" };
export type ScriptDialect = keyof typeof DIALECTS;

/** A parsed script; handed to a later `parseScript`, what is still the same is not parsed again. */
export interface ParsedScript {
  readonly text: string;
  readonly dialect: ScriptDialect;
  readonly tree: Tree;
}

/** Parses `text`, whatever it is; never throws. */
export function parseScript(text: string, dialect: ScriptDialect, before?: ParsedScript): ParsedScript {
  const configured = parser.configure({ dialect: DIALECTS[dialect] });
  if (before?.dialect !== dialect) return { text, dialect, tree: configured.parse(text) };
  const known = TreeFragment.addTree(before.tree);
  const fragments = TreeFragment.applyChanges(known, [changeBetween(before.text, text)]);
  return { text, dialect, tree: configured.parse(text, fragments) };
}

/** The one piece of `before` that something else stands for in `after`. */
function changeBetween(before: string, after: string): ChangedRange {
  const shorter = Math.min(before.length, after.length);
  let begin = 0;
  while (begin < shorter && before[begin] === after[begin]) begin++;
  let rest = 0;
  while (rest < shorter - begin && before.at(-1 - rest) === after.at(-1 - rest)) rest++;
  return { fromA: begin, toA: before.length - rest, fromB: begin, toB: after.length - rest };
}
