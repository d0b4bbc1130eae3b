import { dispatch } from "../protocol/handlers";
import { PROTOCOL_VERSION, type TrainerEvent } from "../protocol/trainer";
import { parseRequest } from "./parseRequest";
import { Session } from "./session";

/** The trainer as a child process: requests and events travel over Node's IPC channel. */
function main(): void {
  if (!process.send) {
    console.error("The trainer is started by the extension; on a command line use train-lens.");
    process.exitCode = 2;
    return;
  }
  const send = (event: TrainerEvent) => {
    if (process.connected) process.send?.(event);
  };
  const session = new Session(send, process.env, () => process.exit(0));
  process.on("message", message => {
    const request = parseRequest(message);
    if (!request || !dispatch(session.handlers, request))
      console.error("Ignored a request this trainer does not know.");
  });
  // the host is gone: save what there is, then leave no orphan behind
  process.on("disconnect", () => {
    setTimeout(() => process.exit(1), ORPHAN_GRACE_MS).unref();
    void session.end().then(() => process.exit(0));
  });
  send({ type: "trainer-ready", protocolVersion: PROTOCOL_VERSION, pid: process.pid });
}

const ORPHAN_GRACE_MS = 2000;

main();
