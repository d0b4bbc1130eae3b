import { dispatch } from "../protocol/handlers";
import { PROTOCOL_VERSION, type TrainerEvent } from "../protocol/trainer";
import { parseRequest } from "./parseRequest";
import { Session } from "./session";
import { useTexts } from "./useTexts";

/** The trainer as a child process: requests and events travel over Node's IPC channel. */
function main(): void {
  useTexts(process.env);
  if (!process.send) {
    console.error("The trainer is started by the extension; on a command line use train-lens.");
    process.exitCode = 2;
    return;
  }
  const send = (event: TrainerEvent) => {
    if (process.connected) process.send?.(event, undefined, undefined, () => undefined); // `disconnect` tells of a dead host
  };
  const session = new Session(send, process.env, () => process.exit(0));
  process.on("message", message => {
    const request = parseRequest(message);
    if (!request || !dispatch(session.handlers, request))
      console.error("Ignored a request this trainer does not know.");
  });
  for (const output of [process.stdout, process.stderr]) output.on("error", () => undefined); // nobody reads any more
  // the host is gone: save what there is, then leave no orphan behind
  process.on("disconnect", () => {
    setTimeout(vanish, ORPHAN_GRACE_MS).unref();
    void session.end().then(vanish);
  });
  setInterval(() => send({ type: "trainer-alive" }), ALIVE_EVERY_MS).unref();
  send({ type: "trainer-ready", protocolVersion: PROTOCOL_VERSION, pid: process.pid });
}

const ORPHAN_GRACE_MS = 2000;
const ALIVE_EVERY_MS = 1000;

/**
 * Ends this process at once. `process.exit` waits for V8's threads, which now and then wait for the main thread (seen in
 * Node 24.21): with a host that would end in SIGTERM, without one never.
 */
function vanish(): void {
  process.kill(process.pid, "SIGKILL");
}

main();
