import { useTexts } from "../../useTexts";
import { ENGINE_FACTORIES } from "../factories";
import type { TrialReply, TrialRequest } from "./tryInChild";
import { tryEngine } from "./tryEngine";

// The program of one trial, a process of its own: it is asked once, answers once, and is then ended by who asked.
useTexts(process.env);
const reply = (message: TrialReply) => process.send!(message);

process.once("message", ({ engine, task }: TrialRequest) => {
  const factory = ENGINE_FACTORIES.find(({ kind }) => kind === engine);
  if (!factory) throw new Error(`There is no engine ${engine}.`);
  void tryEngine(factory, task).then(
    trial => reply({ trial }),
    (error: unknown) => reply({ fault: error instanceof Error ? error.message : String(error) }),
  );
});
process.on("disconnect", () => process.kill(process.pid, "SIGKILL")); // nobody is left to hear the answer
