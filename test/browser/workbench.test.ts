import { describe, expect, test } from "vitest";
import { useWorkbench } from "./useWorkbench.ts";

describe("the workbench with Train Lens", () => {
  const workbench = useWorkbench();

  test("opens the folder", async () => {
    await workbench().page.getByRole("treeitem", { name: "net.py" }).waitFor();
  });

  test("offers Train MNIST in the palette", async () => {
    await expect.poll(() => workbench().palette.offers("Train Lens: Train MNIST"), { timeout: 60_000 }).toBe(true);
    await workbench().screenshot("workbench");
    expect(workbench().problems).toEqual([]);
  });
});
