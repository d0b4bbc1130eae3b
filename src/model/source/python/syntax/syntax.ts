import type { SourceRange } from "../../../modelSpec";

/** A piece of Python with the characters it stands on. */
interface Node<K extends string> extends SourceRange {
  readonly kind: K;
}

export interface Name extends Node<"name"> {
  readonly name: string;
}

/** `value` given in a call: by position, by `keyword`, or spread by `*` and `**`. */
export interface Argument extends SourceRange {
  readonly value: Expression;
  readonly keyword?: string;
  readonly spread?: "*" | "**";
}

export interface Call extends Node<"call"> {
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
}

export interface Attribute extends Node<"attribute"> {
  readonly object: Expression;
  readonly name: string;
}

/** `for target in iterable` or `if condition` of a comprehension. */
export type ComprehensionClause =
  { readonly target: Expression; readonly iterable: Expression } | { readonly condition: Expression };

export interface Comprehension extends Node<"comprehension"> {
  readonly result: "list" | "generator" | "set" | "dictionary";
  readonly element: Expression;
  /** The value beside the key `element` of a dictionary. */
  readonly value?: Expression;
  readonly clauses: readonly ComprehensionClause[];
}

/** A replacement field of an f-string, or text between two. */
export type FormatPart =
  { readonly text: string } | { readonly value: Expression; readonly conversion?: string; readonly spec?: string };

export interface Parameter extends SourceRange {
  readonly name: string;
  readonly default?: Expression;
  readonly spread?: "*" | "**";
  /** Given by keyword only, standing behind `*`. */
  readonly isKeywordOnly: boolean;
}

export interface Lambda extends Node<"lambda"> {
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

interface Items<K extends string> extends Node<K> {
  readonly items: readonly Expression[];
}

interface Operation<K extends string> extends Node<K> {
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export type Expression =
  | Name
  | Call
  | Attribute
  | Comprehension
  | Lambda
  | (Node<"number"> & { readonly value: number; readonly isInteger: boolean })
  | (Node<"string"> & { readonly value: string })
  | (Node<"formatted"> & { readonly parts: readonly FormatPart[] })
  | (Node<"boolean"> & { readonly value: boolean })
  | Node<"none">
  | Items<"list">
  | Items<"tuple">
  | Items<"set">
  | (Node<"starred"> & { readonly value: Expression })
  | (Node<"dictionary"> & { readonly entries: readonly { readonly key?: Expression; readonly value: Expression }[] })
  | (Node<"subscript"> & { readonly object: Expression; readonly index: Expression })
  | (Node<"slice"> & { readonly start?: Expression; readonly stop?: Expression; readonly step?: Expression })
  | (Node<"unary"> & { readonly operator: string; readonly operand: Expression })
  | Operation<"binary">
  | Operation<"comparison">
  | Operation<"logic">
  | (Node<"conditional"> & { readonly test: Expression; readonly then: Expression; readonly otherwise: Expression })
  | (Node<"named"> & { readonly target: Expression; readonly value: Expression })
  | Unsupported;

/** A construct outside the part of Python that is read; `what` names it in a sentence. */
export interface Unsupported extends Node<"unsupported"> {
  readonly what: string;
}

export interface FunctionDefinition extends Node<"function"> {
  readonly name: string;
  /** `def` and the name. */
  readonly heading: SourceRange;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly isAsync: boolean;
}

export interface ClassDefinition extends Node<"class"> {
  readonly name: string;
  /** `class` and the name. */
  readonly heading: SourceRange;
  readonly bases: readonly Argument[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
}

/** `name` stands for the module or member at `path`; `"*"` for all names of the module at `path`. */
export interface ImportedName extends SourceRange {
  readonly name: string;
  readonly path: string;
}

export interface Branch {
  /** Absent for `else`. */
  readonly test?: Expression;
  readonly body: readonly Statement[];
}

export type Statement =
  | FunctionDefinition
  | ClassDefinition
  | (Node<"expression"> & { readonly value: Expression })
  | (Node<"assign"> & { readonly targets: readonly Expression[]; readonly value?: Expression })
  | (Node<"update"> & { readonly target: Expression; readonly operator: string; readonly value: Expression })
  | (Node<"return"> & { readonly value?: Expression })
  | Node<"pass">
  | Node<"break">
  | Node<"continue">
  | (Node<"raise"> & { readonly value?: Expression })
  | (Node<"assert"> & { readonly test: Expression })
  | (Node<"delete"> & { readonly targets: readonly Expression[] })
  | (Node<"scope"> & { readonly names: readonly string[] })
  | (Node<"import"> & { readonly names: readonly ImportedName[] })
  | (Node<"if"> & { readonly branches: readonly Branch[] })
  | (Node<"for"> & {
      readonly target: Expression;
      readonly iterable: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    })
  | (Node<"while"> & {
      readonly test: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    })
  | (Node<"with"> & {
      readonly items: readonly { readonly context: Expression; readonly target?: Expression }[];
      readonly body: readonly Statement[];
    })
  | (Node<"try"> & {
      readonly body: readonly Statement[];
      readonly handlers: readonly (readonly Statement[])[];
      readonly otherwise: readonly Statement[];
      readonly finally: readonly Statement[];
    })
  | Unsupported;
