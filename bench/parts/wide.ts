import { compete } from "../contestant.ts";
import { writeModelFile } from "../modelFile.ts";
import { trainOurs } from "../ourTraining.ts";
import { table, type Part } from "../part.ts";
import { findPythons, oneThread, trainTuned } from "../pytorch.ts";

const HIDDEN = [1024, 1024];
const SAMPLES = 12_000;

/** A network whose dense products are most of the work, one thread each: what a processor's own vectors are worth. */
export const wide: Part = async ({ data, root, rounds, say }) => {
  const model = writeModelFile(root, HIDDEN);
  const ours = {
    name: "wasm",
    run: () => trainOurs({ data, engine: "wasm", threads: 1, epochs: 1, limit: SAMPLES, model }),
  };
  const pythons = await findPythons();
  const peers = pythons.map(python => ({
    name: `PyTorch tuned (${python.version})`,
    run: () => trainTuned(oneThread(python), root, 1, HIDDEN.join(",")),
  }));
  const standings = await compete([ours, ...peers], rounds, say);
  const fastest = Math.min(...standings.slice(1).map(({ trainSeconds }) => trainSeconds));
  const rows = standings.map(({ name, trainSeconds }) => [
    name,
    trainSeconds.toFixed(2),
    Number.isFinite(fastest) ? (trainSeconds / fastest).toFixed(2) : "",
  ]);
  return {
    title: "A wide network: 784-1024-1024-10, one thread each",
    markdown: table(["", "s per epoch", "to the faster PyTorch"], rows),
    values: { standings },
  };
};
