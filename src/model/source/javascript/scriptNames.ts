import type { SyntaxNode } from "@lezer/common";
import type { ParsedScript } from "./parseScript";

/** A name that the script defines. */
export interface Definition {
  readonly name: string;
  /** The name itself. */
  readonly node: SyntaxNode;
  /** Where it can be used. */
  readonly scope: SyntaxNode;
}

const SCOPES = /^(Script|Block|For\w*Statement|Function\w*|ArrowFunction|MethodDeclaration|ClassBody)$/;
const FUNCTIONS = /^(Script|Function\w*|ArrowFunction|MethodDeclaration)$/;

/** The names of a script and the places that matter for models, found in one walk. */
export class ScriptNames {
  /** By name; where a name counts is worked out when it is asked for. */
  readonly #definitions = new Map<string, SyntaxNode[]>();
  readonly #changed = new Set<string>();
  /** Calls and `new` expressions, in the order of the text. */
  readonly calls: SyntaxNode[] = [];

  constructor(readonly script: ParsedScript) {
    script.tree.iterate({
      enter: ({ name, node }) => {
        if (name === "CallExpression" || name === "NewExpression") this.calls.push(node);
        else if (name === "VariableDefinition") this.#define(node);
        else if (name === "AssignmentExpression" || name === "UpdateExpression" || name === "PostfixExpression")
          this.#noteChange(node);
      },
    });
  }

  textOf({ from, to }: { readonly from: number; readonly to: number }): string {
    return this.script.text.slice(from, to);
  }

  /** What `name` means at `place`. */
  find(name: string, place: SyntaxNode): Definition | undefined {
    const inReach = (this.#definitions.get(name) ?? [])
      .map((node): Definition => ({ name, node, scope: scopeOf(node) }))
      .filter(({ scope }) => scope.from <= place.from && place.to <= scope.to);
    return inReach.reduce<Definition | undefined>(
      (inner, next) => (inner && inner.scope.from > next.scope.from ? inner : next),
      undefined,
    );
  }

  /** The variables that are made of nothing but `definition`: `const other = model`. */
  aliasesOf(definition: SyntaxNode): SyntaxNode[] {
    const name = this.textOf(definition);
    return [...this.#definitions.values()].flat().flatMap(node => {
      const given = node.nextSibling?.name === "Equals" ? node.nextSibling.nextSibling : undefined;
      const isAlias = given?.name === "VariableName" && this.textOf(given) === name;
      return isAlias && this.find(name, given)?.node.from === definition.from ? [node] : [];
    });
  }

  /** Whether anything is assigned to a variable of that name after its definition. */
  isChanged(name: string): boolean {
    return this.#changed.has(name);
  }

  #define(node: SyntaxNode): void {
    const name = this.textOf(node);
    const known = this.#definitions.get(name);
    if (known) known.push(node);
    else this.#definitions.set(name, [node]);
  }

  #noteChange(node: SyntaxNode): void {
    const isUpdate = node.name !== "AssignmentExpression";
    if (node.name === "PostfixExpression" && node.lastChild?.name !== "ArithOp") return;
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.name === "VariableName") this.#changed.add(this.textOf(child));
      if (!isUpdate) break;
    }
  }
}

/** The function that `node` stands in, or the script. */
export function functionAround(node: SyntaxNode): SyntaxNode {
  let around = node.parent;
  while (around && !FUNCTIONS.test(around.name)) around = around.parent;
  return around ?? node;
}

function scopeOf(node: SyntaxNode): SyntaxNode {
  // the name of a function or class belongs to what is around it
  const isOwnName = /^(FunctionDeclaration|ClassDeclaration)$/.test(node.parent?.name ?? "");
  const isVar = node.parent?.name === "VariableDeclaration" && node.parent.firstChild?.name === "var";
  let around = isOwnName ? node.parent!.parent : node.parent;
  while (around && !(isVar ? FUNCTIONS : SCOPES).test(around.name)) around = around.parent;
  return around ?? node;
}
