import { chmod, mkdir, readFile, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findFreeWeightsPath, prepareWeightsFolder } from "../../../../src/extension/runs/weightsFolder";
import { temporaryFolder } from "../../../support/temporaryFolder";

const silent = () => undefined;

describe("prepareWeightsFolder", () => {
  test("makes .train-lens with a file that keeps git away", async () => {
    const workspace = temporaryFolder();
    expect(await prepareWeightsFolder([workspace], "/nowhere", silent)).toBe(join(workspace, ".train-lens"));
    expect(await readFile(join(workspace, ".train-lens", ".gitignore"), "utf8")).toBe("*\n");
  });

  test("changes nothing that is there", async () => {
    const workspace = temporaryFolder();
    await mkdir(join(workspace, ".train-lens"));
    await writeFile(join(workspace, ".train-lens", ".gitignore"), "mine");
    await prepareWeightsFolder([workspace], "/nowhere", silent);
    expect(await readFile(join(workspace, ".train-lens", ".gitignore"), "utf8")).toBe("mine");
  });

  test("without a folder the extension's own storage is used", async () => {
    const storage = join(temporaryFolder(), "deep", "storage");
    const folder = await prepareWeightsFolder([], storage, silent);
    expect(folder).toBe(join(storage, "weights"));
    expect(await readdir(folder)).toEqual([]);
  });

  test.each(["file", "link"])("a %s of that name is left alone, and said in the log", async kind => {
    const workspace = temporaryFolder();
    const elsewhere = temporaryFolder();
    const storage = temporaryFolder();
    const path = join(workspace, ".train-lens");
    await (kind === "file" ? writeFile(path, "mine") : symlink(elsewhere, path));
    const logged: string[] = [];
    const folder = await prepareWeightsFolder([workspace], storage, line => void logged.push(line));
    expect(folder).toBe(join(storage, "weights"));
    expect(logged).toHaveLength(1);
    expect(await readdir(elsewhere)).toEqual([]);
  });

  test("a folder that may not be written to is passed over", async context => {
    if (process.getuid?.() === 0) context.skip("root may write everywhere");
    const workspace = temporaryFolder();
    const second = temporaryFolder();
    await chmod(workspace, 0o500);
    expect(await prepareWeightsFolder([workspace, second], "/nowhere", silent)).toBe(join(second, ".train-lens"));
  });
});

describe("findFreeWeightsPath", () => {
  const startedAt = new Date(2026, 10, 22, 15, 30, 12);

  test("is named after the class and the time", async () => {
    expect(await findFreeWeightsPath("/f", "Net", startedAt)).toBe(join("/f", "Net-2026-11-22-153012.pth"));
  });

  test("adds a number where a file has that name", async () => {
    const folder = temporaryFolder();
    await writeFile(join(folder, "Net-2026-11-22-153012.pth"), "");
    expect(await findFreeWeightsPath(folder, "Net", startedAt)).toBe(join(folder, "Net-2026-11-22-153012-2.pth"));
  });

  test.each([
    ["신경망", "신경망"],
    ["../../evil", "evil"],
    ["a/b\\c:d", "abcd"],
    ["", "model"],
    ["x".repeat(500), "x".repeat(80)],
  ])("a class called %j cannot name another folder", async (className, name) => {
    expect(await findFreeWeightsPath("/f", className, startedAt)).toBe(join("/f", `${name}-2026-11-22-153012.pth`));
  });
});
