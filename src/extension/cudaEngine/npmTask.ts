import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { promisify } from "node:util";
import * as vscode from "vscode";

const NPM_MS = 30_000;
/** A person's npm may be set to run no scripts; without them the package has no addon. */
const INSTALL = [
  "install",
  "--no-audit",
  "--no-fund",
  "--no-package-lock",
  "--ignore-scripts=false",
  "--foreground-scripts",
];

/** Whether `npm` can be started. `folder` is where it starts: never a workspace, whose `npm.cmd` Windows would take. */
export async function hasNpm(folder: string): Promise<boolean> {
  try {
    const shell = process.platform === "win32"; // npm is a script there
    await promisify(execFile)("npm", ["--version"], { cwd: folder, shell, timeout: NPM_MS });
    return true;
  } catch {
    return false;
  }
}

/** Runs `npm install` in `folder` in a terminal that a person sees; resolves to its exit code, undefined when it was closed. */
export async function runNpmInstall(folder: string, title: string): Promise<number | undefined> {
  // a server's window without a folder starts terminals in the home folder only
  const cwd = vscode.workspace.workspaceFolders ? folder : homedir();
  const execution = new vscode.ShellExecution("npm", [...INSTALL, "--prefix", folder], { cwd });
  const task = new vscode.Task({ type: "trainLens" }, vscode.TaskScope.Global, title, "Train Lens", execution);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Dedicated };
  let running: vscode.TaskExecution | undefined;
  const isOurs = (other: vscode.TaskExecution) => other === running || other.task.name === title;
  let subscriptions: vscode.Disposable[] = [];
  const ended = new Promise<number | undefined>(resolve => {
    subscriptions = [
      vscode.tasks.onDidEndTaskProcess(({ execution: other, exitCode }) => {
        if (isOurs(other)) resolve(exitCode);
      }),
      // a task whose process never started ends without one
      vscode.tasks.onDidEndTask(({ execution: other }) => {
        if (isOurs(other)) setTimeout(() => resolve(undefined), LAST_WORD_MS);
      }),
    ];
  });
  try {
    running = await vscode.tasks.executeTask(task);
    return await ended;
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}

/** How long after a task its process's exit code may come. */
const LAST_WORD_MS = 1000;
