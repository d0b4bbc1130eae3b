import { parentPort, workerData } from "node:worker_threads";
import { instantiateKernels } from "../compileKernels";
import { Training } from "../training";
import { runTask } from "./runTask";
import type { ThreadReply, ThreadRequest, ThreadSetup } from "./threadMessages";

// The program of one thread: it stands over the shared memory, does its share of each task and says so.
const { plan, module, memory } = workerData as ThreadSetup;
const training = new Training(plan, instantiateKernels(module, memory), memory);
const reply = (message: ThreadReply) => parentPort!.postMessage(message);

parentPort!.on("message", ({ task, share }: ThreadRequest) => {
  runTask(training, task, share);
  reply("done");
});
reply("ready");
