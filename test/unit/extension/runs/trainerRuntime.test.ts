import { expect, test } from "vitest";
import { chooseTrainerRuntime } from "../../../../src/extension/runs/trainerRuntime";

const DESKTOPS = [
  ["Linux", "/usr/share/code/code"],
  [
    "macOS",
    "/Applications/Visual Studio Code.app/Contents/Frameworks/Code Helper (Plugin).app/Contents/MacOS/Code Helper (Plugin)",
  ],
  ["Windows", "C:\\Program Files\\Microsoft VS Code\\Code.exe"],
] as const;

test.each(DESKTOPS)("on the %s desktop the host's Electron runs as Node", (_system, execPath) => {
  const runtime = chooseTrainerRuntime({ execPath, electronVersion: "35.5.1", env: { HOME: "/home/me" } });
  expect(runtime).toEqual({ execPath, execArgv: [], env: { HOME: "/home/me", ELECTRON_RUN_AS_NODE: "1" } });
});

test("on a server the host's Node runs, and hears nothing of Electron", () => {
  const env = { HOME: "/root", ELECTRON_RUN_AS_NODE: "1" };
  const runtime = chooseTrainerRuntime({ execPath: "/srv/node", electronVersion: undefined, env });
  expect(runtime).toEqual({ execPath: "/srv/node", execArgv: [], env: { HOME: "/root" } });
});

test("a Node that was found runs in place of the desktop's Electron, and hears nothing of it", () => {
  const env = { HOME: "/home/me", ELECTRON_RUN_AS_NODE: "1" };
  const runtime = chooseTrainerRuntime({
    execPath: "/code",
    electronVersion: "35.5.1",
    env,
    realNode: "/usr/bin/node",
  });
  expect(runtime).toEqual({ execPath: "/usr/bin/node", execArgv: [], env: { HOME: "/home/me" } });
});

test("options and debuggers of the host do not reach the trainer, in any spelling", () => {
  const env = { NODE_OPTIONS: "--inspect-brk", Node_Options: "-r evil", VSCODE_INSPECTOR_OPTIONS: "{}", PATH: "/bin" };
  const runtime = chooseTrainerRuntime({ execPath: "/srv/node", electronVersion: undefined, env });
  expect(runtime.env).toEqual({ PATH: "/bin" });
});

test.each([
  ["9230", ["--inspect=9230"]],
  ["--eval=1", []],
  ["", []],
])("TRAIN_LENS_INSPECT=%j gives the arguments %j", (port, execArgv) => {
  const env = { TRAIN_LENS_INSPECT: port };
  expect(chooseTrainerRuntime({ execPath: "/srv/node", electronVersion: undefined, env }).execArgv).toEqual(execArgv);
});

test("the trainer is told where the window's translations are", () => {
  const host = { execPath: "/srv/node", electronVersion: undefined, env: {}, textsPath: "/l10n/bundle.l10n.ko.json" };
  expect(chooseTrainerRuntime(host).env).toEqual({ TRAIN_LENS_TEXTS: "/l10n/bundle.l10n.ko.json" });
});

test("the trainer takes tfjs-node from the extension's storage only, whatever the host's variables say", () => {
  const env = { TRAIN_LENS_TFJS: "/workspace" };
  const host = { execPath: "/srv/node", electronVersion: undefined, env, tfjsFolder: "/storage/tfjs" };
  expect(chooseTrainerRuntime(host).env).toEqual({ TRAIN_LENS_TFJS: "/storage/tfjs" });
});
