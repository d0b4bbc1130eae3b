import { compete, type Standing } from "../contestant.ts";
import { ourContestants } from "../ourTraining.ts";
import { table, type Part } from "../part.ts";
import { tunedContestant, tutorialContestant } from "../pytorch.ts";
import { tfjsWasmContestant } from "../tfjsWasm.ts";

/** Every engine and every peer that is present, in turn, on the tutorial's job. */
export const sideBySide: Part = async ({ data, root, rounds, say }) => {
  const ours = await ourContestants(data);
  const tuned = await tunedContestant(root, say);
  const tutorial = await tutorialContestant(root);
  const tfjsWasm = await tfjsWasmContestant(data, say);
  const peers = [tuned, tutorial, tfjsWasm].filter(peer => peer !== undefined);
  const standings = await compete([...ours, ...peers], rounds, say);
  const secondsOf = (name: string | undefined, field: "trainSeconds" | "jobSeconds") =>
    standings.find(standing => standing.name === name)?.[field];
  const baseline = secondsOf(tuned?.name, "trainSeconds");
  const head = ["", "s per epoch", "to PyTorch tuned", "s to evaluate", "s, whole job", "peak MB"];
  const rows = standings.map(standing => rowOf(standing, baseline));
  const [wasmJob, tutorialJob] = [
    secondsOf("wasm, the threads it chooses", "jobSeconds"),
    secondsOf(tutorial?.name, "jobSeconds"),
  ];
  const hasJobs = wasmJob !== undefined && tutorialJob !== undefined;
  const job = hasJobs ? `\n\nThe whole job: 1/${(tutorialJob / wasmJob).toFixed(1)} of the tutorial's script.` : "";
  return {
    title: "Side by side: 784-128-64-10, Adam, batches of 64, 60,000 images an epoch; the whole job has five epochs",
    markdown: table(head, rows) + job,
    values: { standings, ...(hasJobs && { wholeJobRatio: wasmJob / tutorialJob }) },
  };
};

function rowOf({ name, trainSeconds, evaluateSeconds, jobSeconds, peakBytes }: Standing, baseline?: number): string[] {
  const fixed = (value: number | undefined, digits: number) => (value === undefined ? "" : value.toFixed(digits));
  const ratio = baseline === undefined ? undefined : trainSeconds / baseline;
  const megabytes = peakBytes === undefined ? undefined : peakBytes / 1e6;
  return [
    name,
    fixed(trainSeconds, 3),
    fixed(ratio, 2),
    fixed(evaluateSeconds, 3),
    fixed(jobSeconds, 2),
    fixed(megabytes, 0),
  ];
}
