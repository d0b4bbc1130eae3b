import { join } from "node:path";
import { expect, test } from "vitest";
import { inspectWeights } from "../../../src/formats/inspectWeights";
import { ReadingCancelled, readFromSource } from "../../../src/formats/reading";
import { FileSource } from "../../../src/trainer/fileSource";
import { inspectFile } from "../../../src/trainer/inspect";
import { writeSparseSafetensors, writeSparseTorch } from "../../support/sparseWeights";
import { temporaryFolder } from "../../support/temporaryFolder";

const folder = temporaryFolder();
const GIB = 2 ** 30;
const COUNT = 320;
/** Generous for a busy machine; an idle one takes a tenth. */
const MAX_CPU_MS = 300;
const MAX_ADDED_BYTES = 100 * 1024 * 1024;

const FILES = [
  { name: "10 GB of .safetensors", path: join(folder, "large.safetensors"), write: writeSparseSafetensors, gib: 10 },
  { name: "4 GB of .pth", path: join(folder, "large.pth"), write: writeSparseTorch, gib: 4.5 },
];

test.each(FILES)("$name are listed from their headers", async ({ path, write, gib }) => {
  const elements = Math.floor((gib * GIB) / COUNT / 4);
  write(path, COUNT, elements);
  const memory = process.resourceUsage().maxRSS * 1024;
  const cpu = process.cpuUsage();
  const { output, refused } = await inspectFile(path, { stats: false });
  const { user, system } = process.cpuUsage(cpu);
  expect({ refused, error: output.error }).toEqual({ refused: false, error: undefined });
  expect(output.tensors).toHaveLength(COUNT);
  expect(output.tensors!.at(-1)).toMatchObject({ name: `layer${COUNT - 1}.weight`, numel: elements });
  expect((user + system) / 1000).toBeLessThan(MAX_CPU_MS);
  expect(process.resourceUsage().maxRSS * 1024 - memory).toBeLessThan(MAX_ADDED_BYTES);
});

test("statistics of a large tensor stream", async () => {
  const path = join(folder, "stream.safetensors");
  writeSparseSafetensors(path, 1, 2 ** 24);
  const memory = process.resourceUsage().maxRSS * 1024;
  const { output } = await inspectFile(path, { stats: true });
  expect(output.tensors![0]).toMatchObject({ l2: 0, min: 0, max: 0, mean: 0, std: 0, zeros: 2 ** 24 });
  expect(process.resourceUsage().maxRSS * 1024 - memory).toBeLessThan(MAX_ADDED_BYTES);
});

test("statistics stop when they are cancelled", async () => {
  const path = join(folder, "cancelled.safetensors");
  writeSparseSafetensors(path, 1, 2 ** 31);
  const source = await FileSource.open(path);
  const cancellation = new AbortController();
  const reading = readFromSource(source, inspectWeights(source.size, { stats: true }), cancellation.signal);
  setTimeout(() => cancellation.abort(), 20);
  await expect(reading).rejects.toThrow(ReadingCancelled);
  await source.close();
});
