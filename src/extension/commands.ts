import * as vscode from "vscode";
import { COMMAND_IDS, type CommandId } from "./commandIds";
import { DisposableStore, type Disposable } from "./lifecycle";

/** What each command does with its first argument, which anybody may have written. */
export type CommandHandlers = Readonly<Record<CommandId, (argument: unknown) => unknown>>;

/** Registers every command; what a handler throws is reported under the title that the person clicked. */
export function registerCommands(
  handlers: CommandHandlers,
  titleOf: (id: CommandId) => string,
  report: (doing: string, error: unknown) => Promise<void>,
): Disposable {
  const owned = new DisposableStore();
  for (const id of COMMAND_IDS) {
    const run = async (argument?: unknown) => {
      try {
        await handlers[id](argument);
      } catch (error) {
        void report(titleOf(id), error); // not awaited: the command is over, its message may stay for long
      }
    };
    owned.add(vscode.commands.registerCommand(id, run));
  }
  return owned;
}
