import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { withLock } from "../../host/installLock.ts";
import { temporaryFolder } from "../../support/temporaryFolder";

const folder = temporaryFolder();

test("two holders of a lock work one after the other", async () => {
  const file = join(folder, "shared");
  const steps: string[] = [];
  const work = (name: string) => async () => {
    steps.push(`${name} begins`);
    await delay(50);
    steps.push(`${name} ends`);
  };
  await Promise.all([withLock(file, work("first")), withLock(file, work("second"))]);
  expect(steps).toEqual(["first begins", "first ends", "second begins", "second ends"]);
});

test("a lock is free again after its work failed", async () => {
  const file = join(folder, "failed");
  await expect(withLock(file, () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
  await withLock(file, () => Promise.resolve());
});

test("the lock of a process that died is taken over", async () => {
  const file = join(folder, "stale");
  // Larger than any process id of Linux or macOS.
  writeFileSync(file, "999999999");
  await withLock(file, () => Promise.resolve());
});
