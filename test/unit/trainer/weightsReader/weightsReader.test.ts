import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { writeSafetensors, writeTorchStateDict, type WritableTensor } from "../../../../src/formats/weightsFile";
import type { ReaderEvent, WeightsQuery } from "../../../../src/protocol/inspector";
import { openPlace } from "../../../../src/trainer/weightsReader/openPlace";
import { WeightsReader } from "../../../../src/trainer/weightsReader/weightsReader";
import { writeSparseSafetensors } from "../../../support/sparseWeights";
import { temporaryFolder } from "../../../support/temporaryFolder";
import { trainedWeights } from "../../../support/trainedWeights";
import { expectedFiles, readFixture } from "../../../support/weightsFixtures";

const folder = temporaryFolder();

/** A reader with all that it told. */
function readerOf(weights: ConstructorParameters<typeof WeightsReader>[0]) {
  const events: ReaderEvent[] = [];
  const waiting: (() => void)[] = [];
  const reader = new WeightsReader(weights, event => {
    events.push(event);
    for (const check of waiting) check();
  });
  const until = <E extends ReaderEvent>(isWanted: (event: ReaderEvent) => event is E) =>
    new Promise<E>(resolve => {
      const check = () => {
        const event = events.find(isWanted);
        if (event) resolve(event);
      };
      waiting.push(check);
      check();
    });
  const ask = async (id: number, query: WeightsQuery) => {
    reader.handlers.ask({ type: "ask", id, query });
    type Answer = Extract<ReaderEvent, { type: "answered" | "not-answered" }>;
    return until((event): event is Answer => /answered$/.test(event.type) && "id" in event && event.id === id);
  };
  const measured = async () => {
    reader.handlers["measure-tensors"]({ type: "measure-tensors" });
    type Ended = Extract<ReaderEvent, { type: "measuring-ended" }>;
    const ended = await until((event): event is Ended => event.type === "measuring-ended");
    const all = events.flatMap(event => (event.type === "tensors-measured" ? event.measured : []));
    return { ended, all };
  };
  return { reader, events, ask, measured };
}

const matrix: WritableTensor = {
  name: "m",
  dtype: "float32",
  shape: [3, 4],
  data: Float32Array.from({ length: 12 }, (_, at) => at),
};
const cube: WritableTensor = {
  name: "c",
  dtype: "int64",
  shape: [2, 3, 4],
  data: BigInt64Array.from({ length: 24 }, (_, at) => BigInt(at) + 2n ** 60n),
};
const special: WritableTensor = {
  name: "s",
  dtype: "float32",
  shape: [4],
  data: Float32Array.from([NaN, -1, 1, Infinity]),
};

describe("a file of weights in memory", () => {
  const bytes = writeTorchStateDict([matrix, cube, special]);

  test("is listed, measured and asked about", async () => {
    const { reader, events, ask, measured } = readerOf(await openPlace({ bytes }));
    await reader.list();
    expect(events[0]).toMatchObject({ type: "weights-listed", listing: { format: "zip", problems: [] } });
    const { ended, all } = await measured();
    expect(ended).toMatchObject({ outcome: "completed", problems: [] });
    expect(all[0]).toMatchObject({ index: 0, statistics: { min: 0, max: 11, mean: 5.5, zeros: 1 } });
    expect(all[1]).toMatchObject({ index: 1, statistics: { min: `${2n ** 60n}`, max: `${2n ** 60n + 23n}` } });
    expect(all[2]).toMatchObject({ index: 2, statistics: { nan: 1, inf: 1, min: -1, max: 1 } });

    const rows = { dimension: 1, begin: 0, count: 2, step: 2 };
    const columns = { dimension: 0, begin: 1, count: 1, step: 1 };
    const sliced = await ask(1, { kind: "slice", tensor: 1, slice: { rows, columns, at: [0, 0, 3] } });
    expect(sliced).toMatchObject({ answer: { values: [`${2n ** 60n + 15n}`, `${2n ** 60n + 23n}`] } });
    const histogram = await ask(2, { kind: "histogram", tensor: 2 });
    expect(histogram).toMatchObject({ answer: { histogram: { min: -1, max: 1 } } });
    const json = await ask(3, { kind: "json", tensor: 0 });
    const { text } = (json as { answer: { text: string } }).answer;
    expect(JSON.parse(text)).toMatchObject({ name: "m", shape: [3, 4], values: [[0, 1, 2, 3], [4, 5, 6, 7], {}] });
  });

  test("has no slice beyond its shape, and says so", async () => {
    const { reader, ask } = readerOf(await openPlace({ bytes }));
    await reader.list();
    const columns = { dimension: 0, begin: 0, count: 4, step: 1 };
    for (const [id, slice] of [
      { columns, at: [0, 0] },
      { columns: { ...columns, count: 1 }, at: [0, 4] },
      { columns: { ...columns, begin: -1, count: 1 }, at: [0, 0] },
      { rows: { ...columns, count: 1 }, columns: { ...columns, count: 1 }, at: [0, 0] },
    ].entries()) {
      expect((await ask(id, { kind: "slice", tensor: 0, slice })).type).toBe("not-answered");
    }
    expect((await ask(9, { kind: "histogram", tensor: 99 })).type).toBe("not-answered");
  });

  test("is compared with another one", async () => {
    const { reader, ask } = readerOf(await openPlace({ bytes }));
    await reader.list();
    const doubled = { ...matrix, data: (matrix.data as Float32Array).map(value => 2 * value) };
    const other = writeSafetensors([doubled, { ...special, name: "t" }]);
    const answer = await ask(1, { kind: "compare", other: { bytes: other } });
    expect(answer).toMatchObject({
      answer: {
        tensors: [
          { name: "m", difference: { relativeL2: 1, cosine: 1, largest: 11 } },
          { name: "c", before: { dtype: "int64" } },
          { name: "s", before: {} },
          { name: "t", after: {} },
        ],
      },
    });
    const lost = await ask(2, { kind: "compare", other: { path: join(folder, "no.pth") } });
    expect(lost.type).toBe("not-answered");
  });

  test("a question that was taken back has no answer", async () => {
    const weights = writeSafetensors(trainedWeights());
    const { reader, events } = readerOf(await openPlace({ bytes: weights }));
    await reader.list();
    reader.handlers.ask({ type: "ask", id: 1, query: { kind: "histogram", tensor: 1 } });
    reader.handlers.cancel({ type: "cancel", id: 1 });
    reader.handlers.ask({ type: "ask", id: 2, query: { kind: "histogram", tensor: 0 } });
    await expect.poll(() => events.at(-1)).toMatchObject({ type: "answered", id: 2 });
    expect(events.filter(event => "id" in event && event.id === 1)).toEqual([]);
  });
});

test.each(expectedFiles().filter(file => file.expect === "load"))(
  "$name is listed without a problem",
  async ({ name, tensors = {} }) => {
    const { reader, events } = readerOf(await openPlace({ bytes: readFixture("pth", name) }));
    await reader.list();
    const [listed] = events;
    expect(listed).toMatchObject({ type: "weights-listed", listing: { problems: [] } });
    if (listed?.type === "weights-listed") expect(listed.listing.tensors).toHaveLength(Object.keys(tensors).length);
  },
);

test("a sharded set is read as one file, wherever its files are", async () => {
  const tensors = trainedWeights();
  const files = { "a.safetensors": tensors.slice(0, 1), "b.safetensors": tensors.slice(1) };
  const weightMap = Object.fromEntries(
    Object.entries(files).flatMap(([file, inFile]) => inFile.map(({ name }) => [name, file])),
  );
  const shardIndex = Buffer.from(JSON.stringify({ metadata: {}, weight_map: weightMap }));
  const bytes = new Map(Object.entries(files).map(([file, inFile]) => [file, writeSafetensors(inFile)]));
  for (const [file, content] of bytes) writeFileSync(join(folder, file), content);
  const path = join(folder, "whole.safetensors.index.json");
  writeFileSync(path, shardIndex);
  const whole = readerOf(await openPlace({ bytes: writeSafetensors(tensors) }));
  await whole.reader.list();
  await whole.measured();
  const measuredOf = ({ events }: ReturnType<typeof readerOf>) => {
    const listed = events.find(event => event.type === "weights-listed")!.listing;
    const measured = events.flatMap(event => (event.type === "tensors-measured" ? event.measured : []));
    return Object.fromEntries(measured.map(({ index, ...statistics }) => [listed.tensors[index]!.name, statistics]));
  };
  for (const place of [{ path }, { shardIndex, files: bytes }]) {
    const weights = await openPlace(place);
    const set = readerOf(weights);
    await set.reader.list();
    const { listing } = set.events.find(event => event.type === "weights-listed")!;
    expect(listing.fileCount).toBe(2);
    expect(Object.fromEntries(listing.tensors.map(({ name, file }) => [name, file]))).toEqual(weightMap);
    await set.measured();
    expect(measuredOf(set)).toEqual(measuredOf(whole));
    await weights.source.close();
  }
});

describe("a file of ten gigabytes", () => {
  const path = join(folder, "large.safetensors");
  beforeAll(() => writeSparseSafetensors(path, 200, 13_421_773));

  test("is listed by its headers, and its measuring can be stopped at once", async () => {
    expect(statSync(path).size).toBeGreaterThan(10 * 1024 ** 3);
    const weights = await openPlace({ path });
    const { reader, events } = readerOf(weights);
    const before = process.cpuUsage();
    await reader.list();
    const { user, system } = process.cpuUsage(before);
    console.log(`listed within ${((user + system) / 1000).toFixed(0)} ms of work`);
    expect(events[0]).toMatchObject({ type: "weights-listed" });
    expect((user + system) / 1000).toBeLessThan(300);
    reader.handlers["measure-tensors"]({ type: "measure-tensors" });
    reader.handlers["stop-measuring"]({ type: "stop-measuring" });
    await expect.poll(() => events.at(-1)).toMatchObject({ type: "measuring-ended", outcome: "stopped" });
    await weights.source.close();
  });
});
