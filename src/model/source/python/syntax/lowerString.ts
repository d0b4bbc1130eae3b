import type { SyntaxNode } from "@lezer/common";
import { childNodes } from "./childNodes";
import { lowerExpression } from "./lowerExpression";
import { nodeText } from "./nodeText";
import { stringForm, unescapeText } from "./stringLiteral";
import type { Expression, FormatPart } from "./syntax";

export function lowerString(node: SyntaxNode, text: string): Expression {
  const literal = nodeText(node, text);
  const form = stringForm(literal);
  if (!form) return unsupported(node, "unfinished code");
  if (form.prefix.includes("b")) return unsupported(node, "a bytes literal");
  const value = unescapeText(literal.slice(form.begin, form.end), form.prefix.includes("r"));
  return { from: node.from, to: node.to, kind: "string", value };
}

export function lowerFormatString(node: SyntaxNode, text: string): Expression {
  const parts = formatParts(node, text);
  if (!parts) return unsupported(node, "unfinished code");
  return { from: node.from, to: node.to, kind: "formatted", parts };
}

/** Literals side by side, which Python joins. */
export function lowerContinuedString(node: SyntaxNode, text: string): Expression {
  const parts: FormatPart[] = [];
  for (const child of childNodes(node)) {
    if (child.name === "FormatString") {
      const inner = formatParts(child, text);
      if (!inner) return unsupported(child, "unfinished code");
      parts.push(...inner);
    } else {
      const string = lowerExpression(child, text);
      if (string.kind !== "string") return string;
      parts.push({ text: string.value });
    }
  }
  return { from: node.from, to: node.to, kind: "formatted", parts };
}

function formatParts(node: SyntaxNode, text: string): FormatPart[] | undefined {
  const form = stringForm(nodeText(node, text));
  if (!form) return undefined;
  const isRaw = form.prefix.includes("r");
  const plain = (from: number, to: number) =>
    unescapeText(text.slice(from, to), isRaw).replaceAll("{{", "{").replaceAll("}}", "}");
  const parts: FormatPart[] = [];
  let at = node.from + form.begin;
  for (const field of childNodes(node).filter(child => child.name === "FormatReplacement")) {
    parts.push({ text: plain(at, field.from) }, lowerReplacement(field, text));
    at = field.to;
  }
  parts.push({ text: plain(at, node.from + form.end) });
  return parts;
}

function lowerReplacement(field: SyntaxNode, text: string): FormatPart {
  const inside = childNodes(field).filter(child => child.name !== "{" && child.name !== "}");
  const conversion = inside.find(child => child.name === "FormatConversion");
  const spec = inside.find(child => child.name === "FormatSpec");
  const documents = inside.some(child => child.name === "FormatSelfDoc");
  const value = documents ? unsupported(field, "an f-string with `=`") : lowerExpression(inside[0], text);
  return {
    value,
    ...(conversion && { conversion: nodeText(conversion, text).slice(1) }),
    ...(spec && { spec: nodeText(spec, text).slice(1) }),
  };
}

const unsupported = (node: SyntaxNode, what: string): Expression => ({
  from: node.from,
  to: node.to,
  kind: "unsupported",
  what,
});
