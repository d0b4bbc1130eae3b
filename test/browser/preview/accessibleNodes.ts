import type { Page } from "playwright-core";

/** Roles that tell a screen reader nothing without a name. */
const NAMED_ROLES = ["button", "checkbox", "combobox", "image", "progressbar", "region", "table", "DisclosureTriangle"];

export interface AccessibleNode {
  readonly role: string;
  readonly name: string;
}

/** Controls hide what is inside them: ARIA calls their children presentational. */
const CLOSED_ROLES = ["button", "checkbox", "combobox"];

/** What a screen reader finds in the page, of the roles that need a name. */
export async function accessibleNodes(page: Page): Promise<AccessibleNode[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const byId = new Map(nodes.map(node => [node.nodeId, node]));
  const isInsideControl = (id: string | undefined): boolean => {
    const parent = id === undefined ? undefined : byId.get(id);
    return (
      parent !== undefined && (CLOSED_ROLES.includes(String(parent.role?.value)) || isInsideControl(parent.parentId))
    );
  };
  return nodes
    .filter(({ ignored, parentId }) => !ignored && !isInsideControl(parentId))
    .map(({ role, name }) => ({ role: String(role?.value), name: String(name?.value ?? "") }))
    .filter(({ role }) => NAMED_ROLES.includes(role));
}
