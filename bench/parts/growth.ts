import { compete } from "../contestant.ts";
import { writeModelFile } from "../modelFile.ts";
import { trainOurs, type OurOptions } from "../ourTraining.ts";
import { table, type Part } from "../part.ts";
import { THREADS } from "../threads.ts";

const SAMPLES = [6000, 12_000, 24_000, 48_000, 60_000];
const WIDTHS = [64, 128, 256, 512, 1024, 2048];
const BATCHES = [16, 32, 64, 128, 256, 512, 1024];
const ALL_SAMPLES = 60_000;
/** Passes over as many images as all samples are; the first compiles. */
const PASSES = 4;

/** How the WASM engine's time grows with the data, the first hidden layer and the batch; all of them in turn. */
export const growth: Part = async ({ data, root, rounds, say }) => {
  const point = (name: string, value: number, options: Partial<OurOptions>) => ({ name, value, options });
  const points = [
    ...SAMPLES.map(limit => point("samples", limit, { limit })),
    ...WIDTHS.map(width => point("width", width, { model: writeModelFile(root, [width, 64]) })),
    ...BATCHES.map(batchSize => point("batch", batchSize, { batchSize })),
  ];
  const contestants = points.map(({ name, value, options }) => {
    const shorter = ALL_SAMPLES / (options.limit ?? ALL_SAMPLES);
    const run = async () => {
      const epochs = PASSES * shorter;
      const measured = await trainOurs({ data, engine: "wasm", threads: THREADS, epochs, ...options });
      // seconds come as those of 60,000 samples
      const trainSeconds = measured.trainSeconds.slice(shorter).map(seconds => seconds / shorter);
      return { ...measured, trainSeconds };
    };
    return { name: `${name} ${value}`, run };
  });
  const standings = await compete(contestants, rounds, say);
  const series = (wanted: string) =>
    points.flatMap(({ name, value }, index) =>
      name === wanted ? { value, seconds: standings[index]!.trainSeconds } : [],
    );
  const [samples, widths, batches] = [series("samples"), series("width"), series("batch")];
  const show = (name: string, points: typeof samples, why: string) =>
    `${table(
      [name, ...points.map(({ value }) => String(value))],
      [["s per epoch", ...points.map(({ seconds }) => seconds.toFixed(3))]],
    )}\n\n${why}`;
  return {
    title: `How the cost grows (WASM, ${THREADS} threads)`,
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
