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
const MUTATORS = /\.(push|pop|shift|unshift|splice|sort|reverse|fill)$/;
const FUNCTIONS = /^(Script|Function\w*|ArrowFunction|MethodDeclaration)$/;

/** The names of a script and the places that matter for models, found in one walk. */
export class ScriptNames {
  /** By name; where a name counts is worked out when it is asked for. */
  readonly #definitions = new Map<string, SyntaxNode[]>();
  readonly #changed = new Set<string>();
  readonly #changedInside = new Set<string>();
  /** Calls and `new` expressions, in the order of the text. */
  readonly calls: SyntaxNode[] = [];

  constructor(readonly script: ParsedScript) {
    script.tree.iterate({
      enter: ({ name, node }) => {
        if (name === "CallExpression" || name === "NewExpression") {
          this.calls.push(node);
          this.#noteMutation(node);
        } else if (name === "VariableDefinition") this.#define(node);
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

  /** Whether anything is put into the object or list that a variable of that name holds. */
  isChangedInside(name: string): boolean {
    return this.#changedInside.has(name);
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
      if (child.name === "MemberExpression") this.#changedInside.add(this.#rootName(child));
      if (!isUpdate) break;
    }
  }

  /** `sizes.push(10)`, `Object.assign(options, others)`. */
  #noteMutation(call: SyntaxNode): void {
    const callee = call.firstChild;
    if (callee?.name !== "MemberExpression") return;
    if (this.textOf(callee) === "Object.assign") {
      const first = call.getChild("ArgList")?.getChild("VariableName");
      if (first) this.#changedInside.add(this.textOf(first));
    } else if (MUTATORS.test(this.textOf(callee))) this.#changedInside.add(this.#rootName(callee));
  }

  #rootName(member: SyntaxNode): string {
    let root = member;
    while (root.name === "MemberExpression" && root.firstChild) root = root.firstChild;
    return this.textOf(root);
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
