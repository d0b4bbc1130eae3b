// Runs `node endWithParent.ts COMMAND ARGS...` and ends its whole process group when standard input closes: that happens
// when the parent ends in any way, even by SIGKILL, so that no server or browser outlives a test run.
import { spawn } from "node:child_process";

const [command = "", ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
child.on("error", error => {
  console.error(error.message);
  process.exit(127);
});
child.on("exit", code => process.exit(code ?? 1));
process.stdin.on("close", () => process.kill(-process.pid, "SIGKILL")).resume();
