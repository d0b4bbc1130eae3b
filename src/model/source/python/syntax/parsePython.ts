import { parser } from "@lezer/python";
import type { SourceRange } from "../../../modelSpec";
import { childNodes } from "./childNodes";
import { lowerStatements } from "./lowerStatement";
import { joinOutlines, outlineOf, type Outline } from "./outline";
import { withoutPointsAtEnd } from "./pointedNumbers";
import { shiftRanges } from "./shiftRanges";
import { splitChunks } from "./splitChunks";
import type { Statement } from "./syntax";

/** A file of Python, taken apart. Handed to a later `parsePython`, what is still the same is not parsed again. */
export interface ParsedPython {
  readonly text: string;
  readonly statements: readonly Statement[];
  /** Where the text is not Python, such as code that is half typed. */
  readonly errors: readonly SourceRange[];
  readonly outline: Outline;
  readonly chunks: ReadonlyMap<string, Chunk>;
}

/** A piece of a file that is parsed alone, with ranges from `begin` on. */
interface Chunk {
  readonly begin: number;
  readonly statements: readonly Statement[];
  readonly errors: readonly SourceRange[];
  readonly outline: Outline;
}

/** Parses `text`, whatever it is; never throws. */
export function parsePython(text: string, before: readonly ParsedPython[] = []): ParsedPython {
  const starts = splitChunks(text);
  const chunks = new Map<string, Chunk>();
  const parsed = starts.map((begin, index) => {
    const piece = text.slice(begin, starts[index + 1]);
    const known = chunks.get(piece) ?? findChunk(piece, before);
    const chunk = known ? moveChunk(known, begin) : parseChunk(piece, begin);
    chunks.set(piece, chunk);
    return chunk;
  });
  return {
    text,
    statements: parsed.flatMap(({ statements }) => statements),
    errors: parsed.flatMap(({ errors }) => errors),
    outline: joinOutlines(parsed.map(({ outline }) => outline)),
    chunks,
  };
}

function findChunk(piece: string, before: readonly ParsedPython[]): Chunk | undefined {
  for (const { chunks } of before) {
    const known = chunks.get(piece);
    if (known) return known;
  }
  return undefined;
}

function parseChunk(text: string, begin: number): Chunk {
  const tree = parser.parse(withoutPointsAtEnd(text));
  const errors: SourceRange[] = [];
  tree.iterate({
    enter: ({ type, node, from, to }) => {
      // the grammar wants a value after `yield`, Python does not
      if (type.isError && node.prevSibling?.name !== "yield") errors.push({ from, to });
    },
  });
  return createChunk(
    begin,
    shiftRanges(lowerStatements(childNodes(tree.topNode), text), begin),
    shiftRanges(errors, begin),
  );
}

function moveChunk(chunk: Chunk, begin: number): Chunk {
  const by = begin - chunk.begin;
  if (by === 0) return chunk;
  return createChunk(begin, shiftRanges(chunk.statements, by), shiftRanges(chunk.errors, by));
}

function createChunk(begin: number, statements: readonly Statement[], errors: readonly SourceRange[]): Chunk {
  return { begin, statements, errors, outline: outlineOf(statements) };
}
