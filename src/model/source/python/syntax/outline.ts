import type { Call, ClassDefinition, Expression, FunctionDefinition, Statement } from "./syntax";
import { walk } from "./walk";

/** A piece of syntax and the functions it stands in, outermost first. */
export interface Placed<N> {
  readonly node: N;
  readonly inside: readonly FunctionDefinition[];
}

type OfKind<N, K> = Extract<N, { kind: K }>;

/** What is looked for all over a file, each kind in the order of the text. */
export interface Outline {
  readonly calls: readonly Placed<Call>[];
  readonly classes: readonly Placed<ClassDefinition>[];
  readonly assignments: readonly OfKind<Statement, "assign" | "update">[];
  readonly loops: readonly Placed<OfKind<Statement, "for">>[];
  readonly dictionaries: readonly OfKind<Expression, "dictionary">[];
}

/** Goes once through `statements`. */
export function outlineOf(statements: readonly Statement[]): Outline {
  const calls: Placed<Call>[] = [];
  const classes: Placed<ClassDefinition>[] = [];
  const assignments: OfKind<Statement, "assign" | "update">[] = [];
  const loops: Placed<OfKind<Statement, "for">>[] = [];
  const dictionaries: OfKind<Expression, "dictionary">[] = [];
  walk(statements, (node, inside) => {
    switch (node.kind) {
      case "call":
        calls.push({ node, inside });
        break;
      case "class":
        classes.push({ node, inside });
        break;
      case "assign":
      case "update":
        assignments.push(node);
        break;
      case "for":
        loops.push({ node, inside });
        break;
      case "dictionary":
        dictionaries.push(node);
        break;
    }
  });
  return { calls, classes, assignments, loops, dictionaries };
}

/** The outline of several pieces of a file, one after the other. */
export function joinOutlines(outlines: readonly Outline[]): Outline {
  return {
    calls: outlines.flatMap(({ calls }) => calls),
    classes: outlines.flatMap(({ classes }) => classes),
    assignments: outlines.flatMap(({ assignments }) => assignments),
    loops: outlines.flatMap(({ loops }) => loops),
    dictionaries: outlines.flatMap(({ dictionaries }) => dictionaries),
  };
}
