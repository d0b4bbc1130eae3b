import { expect, test } from "vitest";
import { TrainerLauncher } from "../../../../src/extension/runs/trainerLauncher";

const WHO_AM_I = `data:text/javascript,`;

/** A launcher of a host that is not there, of which only a found Node could start anything. */
function launcherOf(electronVersion: string | undefined, nodePath: () => string) {
  const asked: string[] = [];
  const launcher = new TrainerLauncher({
    modulePath: WHO_AM_I,
    host: { execPath: "/nowhere/code", electronVersion, env: { PATH: "" } },
    nodePath,
    log: () => undefined,
    ask: path => {
      asked.push(path);
      return Promise.resolve({ version: process.versions.node, arch: process.arch, isElectron: false });
    },
  });
  return { launcher, asked };
}

async function startsReally(launcher: TrainerLauncher): Promise<boolean> {
  const launch = await launcher.find();
  const channel = launch(() => undefined);
  return (await channel.exited).kind !== "never-started";
}

test("on the desktop the trainer runs on the Node that was set", async () => {
  const { launcher, asked } = launcherOf("35.5.1", () => process.execPath);
  expect(await startsReally(launcher)).toBe(true);
  expect(asked).toEqual([process.execPath]);
});

test("on the desktop without a Node it runs on the host's Electron", async () => {
  expect(await startsReally(launcherOf("35.5.1", () => "").launcher)).toBe(false);
});

test("on a server nobody looks for a Node: the host is one", async () => {
  const { launcher, asked } = launcherOf(undefined, () => process.execPath);
  expect(await startsReally(launcher)).toBe(false);
  expect(asked).toEqual([]);
});

test("a Node is asked once, and again when another is set", async () => {
  let nodePath = process.execPath;
  const { launcher, asked } = launcherOf("35.5.1", () => nodePath);
  await launcher.find();
  await launcher.find();
  expect(asked).toHaveLength(1);
  nodePath = `${process.execPath}2`;
  await launcher.find();
  expect(asked).toHaveLength(2);
});
