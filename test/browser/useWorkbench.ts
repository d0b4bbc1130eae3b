import { afterAll, afterEach, beforeAll } from "vitest";
import { Workbench, type WorkbenchOptions } from "./workbench.ts";

/**
 * Opens one workbench for the tests of the file or `describe` that calls this; the returned function gives it. A test that
 * fails leaves a picture in `screenshots/`.
 */
export function useWorkbench(options: WorkbenchOptions = {}): () => Workbench {
  let workbench: Workbench | undefined;
  const current = () => {
    if (!workbench) throw new Error("The workbench is there inside of tests only.");
    return workbench;
  };
  beforeAll(async () => {
    workbench = await Workbench.open(options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await current().screenshot(`failed ${task.name}`);
  });
  afterAll(() => workbench?.close());
  return current;
}
