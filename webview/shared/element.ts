type Child = Node | string;

/** Attributes as markup would have them; `false` and `undefined` leave one out. `style` is not among them: the CSP forbids it. */
type Attributes = Readonly<Record<string, string | number | boolean | undefined>> & { readonly style?: never };

/** A new element with attributes and children. Text becomes text nodes, so names from files cannot become markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(created, name, value);
  created.append(...children);
  return created;
}

/** Sets, or for `false` and `undefined` removes, one attribute; `true` sets it empty. */
export function setAttribute(target: Element, name: string, value: string | number | boolean | undefined): void {
  if (value === undefined || value === false) target.removeAttribute(name);
  else target.setAttribute(name, value === true ? "" : String(value));
}
