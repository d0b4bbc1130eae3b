import { readdirSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../../src/formats/formatError";
import { readStateDict } from "../../../src/formats/weightsFile";
import { inspectFile, type InspectedFile } from "../../../src/trainer/inspect";
import { badFiles, fixtureFiles, fixturePath, readFixture } from "../../support/weightsFixtures";

const files = badFiles();
const MAX_CPU_MS = 1000;
const maxAddedBytes = (fileBytes: number) => 10 * fileBytes + 64 * 1024 * 1024;

/** What the strict door says to a file whose tensors are all laid out: a sentence, or undefined when it takes it. */
function loadAll(bytes: Uint8Array): string | undefined {
  try {
    for (const tensor of readStateDict(bytes).values()) tensor.toFloat32();
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

const inspect = (name: string) => inspectFile(fixturePath("bad", name), { stats: true });
const errorOf = ({ output }: InspectedFile) => (output as { error?: string }).error;

test("every file has its verdict", () => {
  const names = fixtureFiles().filter(({ folder }) => folder === "bad");
  expect(files.map(({ name }) => name).sort()).toEqual(names.map(({ name }) => name).sort());
});

describe.each(files.map(file => [file.name, file] as const))("%s", (name, { wrong, must }) => {
  test(`${must}: ${wrong}`, async () => {
    const sentence = loadAll(readFixture("bad", name));
    const inspected = await inspect(name);
    const mustRefuse = must === "refuse" || must === "refuse_as_state_dict";
    if (mustRefuse) expect(inspected.refused).toBe(true);
    if (mustRefuse || sentence !== undefined) expect(sentence).toMatch(/^[A-Z].{10,300}\.$/);
    if (inspected.refused) expect(errorOf(inspected)).toBe(sentence);
  });

  test("costs neither time nor memory", async () => {
    const fileBytes = statSync(fixturePath("bad", name)).size;
    const memory = process.resourceUsage().maxRSS * 1024;
    const cpu = process.cpuUsage();
    loadAll(readFixture("bad", name));
    await inspect(name);
    const { user, system } = process.cpuUsage(cpu);
    expect((user + system) / 1000).toBeLessThan(MAX_CPU_MS);
    expect(process.resourceUsage().maxRSS * 1024 - memory).toBeLessThan(maxAddedBytes(fileBytes));
  });
});

test("the sentences name the faults", () => {
  const sentences = files.map(({ name }) => [name, loadAll(readFixture("bad", name)) ?? "is loaded"]);
  expect(Object.fromEntries(sentences)).toMatchSnapshot();
});

test("nothing of a file was executed", () => {
  expect(readdirSync(process.cwd()).filter(name => name.startsWith("payload_ran"))).toEqual([]);
});
