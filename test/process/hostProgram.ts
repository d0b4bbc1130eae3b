import { TUTORIAL_NET } from "../../src/model/tutorialNet";
import { WindowOfRuns } from "../support/windowOfRuns";

/**
 * A host that trains until somebody kills it: says the number of its trainer's process, then that it trains. Whoever dies
 * in the milliseconds before a run is on disk leaves nothing to be told of it, so it speaks after them.
 */
const [trainerPath, workspace, dataFolder] = process.argv.slice(2) as [string, string, string];
const window = new WindowOfRuns(workspace, { trainerPath, dataFolder, settings: { epochs: 10_000 } });
await window.controller.start({ task: "train", model: TUTORIAL_NET });
await window.store.flush();
console.log(window.trainerPid);
await window.reaches(state => state.phase === "training");
console.log("training");
