import * as vscode from "vscode";
import { DisposableStore, type Disposable } from "../lifecycle";

/** A file that is being written changes many times; the last change counts. */
const SETTLED_MS = 400;

/** Calls `onChange` after `uri` has changed, with whether it is still there. */
export function watchFile(uri: vscode.Uri, onChange: (exists: boolean) => void): Disposable {
  const owned = new DisposableStore();
  let timer: NodeJS.Timeout | undefined;
  const settle = async () => {
    const exists = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (timer) onChange(exists);
  };
  const notice = (changed: vscode.Uri) => {
    if (changed.toString() !== uri.toString()) return;
    clearTimeout(timer);
    timer = setTimeout(() => void settle(), SETTLED_MS);
  };
  // not the name: it may contain what a pattern gives a meaning
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, ".."), "*");
  const watcher = owned.add(vscode.workspace.createFileSystemWatcher(pattern));
  for (const subscribe of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) owned.add(subscribe(notice));
  owned.add({
    dispose: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  });
  return owned;
}
