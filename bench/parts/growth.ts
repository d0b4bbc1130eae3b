import { median } from "../contestant.ts";
import { writeModelFile } from "../modelFile.ts";
import { trainOurs, type OurOptions } from "../ourTraining.ts";
import { table, type Part } from "../part.ts";

const SAMPLES = [6000, 12_000, 24_000, 48_000, 60_000];
const WIDTHS = [64, 128, 256, 512, 1024, 2048];
const BATCHES = [16, 32, 64, 128, 256, 512, 1024];
/** The first epoch finds out how many threads are fastest. */
const SETTLED_AFTER = 1;
const ALL_SAMPLES = 60_000;

/** How the WASM engine's time grows with the data, the first hidden layer and the batch. */
export const growth: Part = async ({ data, root, rounds, say }) => {
  const measure = async (what: string, options: Partial<OurOptions>) => {
    const epochs = rounds + SETTLED_AFTER;
    const { trainSeconds } = await trainOurs({ data, engine: "wasm", epochs, ...options });
    // seconds come as those of 60,000 samples
    const share = (options.limit ?? ALL_SAMPLES) / ALL_SAMPLES;
    const seconds = median(trainSeconds.slice(SETTLED_AFTER)) * share;
    say(`${what}: ${seconds.toFixed(3)} s an epoch`);
    return seconds;
  };
  const series = async (values: readonly number[], name: string, optionsOf: (value: number) => Partial<OurOptions>) => {
    const points = [];
    for (const value of values) {
      points.push({ value, seconds: await measure(`${name} ${value}`, optionsOf(value)) });
    }
    return points;
  };
  const samples = await series(SAMPLES, "samples", limit => ({ limit }));
  const widths = await series(WIDTHS, "width", width => ({ model: writeModelFile(root, [width, 64]) }));
  const batches = await series(BATCHES, "batch", batchSize => ({ batchSize }));
  const show = (name: string, points: typeof samples, why: string) =>
    `${table(
      [name, ...points.map(({ value }) => String(value))],
      [["s per epoch", ...points.map(({ seconds }) => seconds.toFixed(3))]],
    )}\n\n${why}`;
  return {
    title: "How the cost grows (WASM, the threads it chooses)",
    markdown: [
      show("training samples", samples, "In proportion: a step costs the same, and there are as many more of them."),
      show(
        "first hidden layer, 784-N-64-10",
        widths,
        "In proportion once the width counts: fc1 and fc2 grow with it. Narrow nets pay for what a step costs anyway, wide ones when their weights and Adam's two averages no longer fit into the caches.",
      ),
      show(
        "batch size",
        batches,
        "Less with larger batches: Adam touches every weight once a step, however few samples that step has; the work on the samples themselves stays the same.",
      ),
    ].join("\n\n"),
    values: { samples, widths, batches },
  };
};
