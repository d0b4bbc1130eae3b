import { execFileSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { PART_BYTES } from "../../../../src/trainer/data/gunzip";
import { readContent } from "../../../../src/trainer/data/readContent";
import { Generator } from "../../../../src/trainer/random/generator";
import { temporaryFolder } from "../../../support/temporaryFolder";

const CONTENT = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) >> 7));
const LIMIT = 1 << 20;
const path = join(temporaryFolder(), "file");

function read(file: Uint8Array, maxBytes = LIMIT, onPart?: (soFar: Uint8Array) => void): Promise<Uint8Array> {
  writeFileSync(path, file);
  return readContent(path, maxBytes, onPart);
}

/** The archive of CONTENT, with another length in its last four bytes. */
function archiveThatSays(bytes: number): Uint8Array {
  const archive = Uint8Array.from(gzipSync(CONTENT));
  new DataView(archive.buffer).setUint32(archive.length - 4, bytes, true);
  return archive;
}

/** Bytes that no compression makes fewer. */
function incompressible(length: number): Buffer {
  const generator = new Generator(1);
  return Buffer.from(Uint8Array.from({ length }, () => generator.nextUint32()));
}

/** An archive that is `length` bytes long, and its content. */
function archiveOf(length: number): { readonly archive: Uint8Array; readonly content: Uint8Array } {
  const random = incompressible(length);
  for (let size = length; ; size--) {
    const content = random.subarray(0, size);
    const archive = gzipSync(content, { level: 0 });
    if (archive.length === length) return { archive, content };
    if (archive.length < length) throw new Error(`no content is ${length} bytes long in its archive`);
  }
}

describe("the content of a file", () => {
  test("is the file, where it is not compressed", async () => {
    expect(await read(CONTENT)).toEqual(CONTENT);
  });

  test("is what an archive holds", async () => {
    expect(await read(gzipSync(CONTENT))).toEqual(CONTENT);
  });

  test("is what all members of an archive hold, wherever one ends", async () => {
    const halves = [CONTENT.subarray(0, 250_000), CONTENT.subarray(250_000)];
    expect(await read(Buffer.concat(halves.map(half => gzipSync(half))))).toEqual(CONTENT);
    for (const length of [PART_BYTES - 1, PART_BYTES, PART_BYTES + 1]) {
      const { archive, content } = archiveOf(length);
      expect(await read(Buffer.concat([archive, gzipSync(CONTENT)]))).toEqual(Buffer.concat([content, CONTENT]));
    }
  });

  test("can be looked at while it is read: ever longer, in the same place", async () => {
    const large = incompressible(5 * PART_BYTES);
    const plain = Buffer.concat(Array.from({ length: 8 }, () => large));
    for (const file of [plain, gzipSync(large)]) {
      const parts: Uint8Array[] = [];
      const content = await read(file, plain.length, soFar => parts.push(soFar));
      expect(parts.length).toBeGreaterThan(2);
      expect(parts.every(({ length }, index) => index === 0 || length > parts[index - 1]!.length)).toBe(true);
      expect(parts.every(({ buffer, byteOffset: at }) => buffer === content.buffer && at === content.byteOffset)).toBe(
        true,
      );
      expect(parts.at(-1)).toHaveLength(content.length);
      expect(Buffer.compare(content, file === plain ? plain : large)).toBe(0);
    }
  });

  test.each([0, 1, CONTENT.length - 1, CONTENT.length + 1, 0xffffffff])(
    "is called broken in an archive that says it holds %i bytes, and no more is taken than there may be",
    async bytes => {
      await expect(read(archiveThatSays(bytes))).rejects.toThrow(/gzip compression is broken/);
    },
  );

  test.each([2, 3, 4, 17, 18, 1000])("is called broken in an archive that is cut off after %i bytes", async length => {
    await expect(read(gzipSync(CONTENT).subarray(0, length))).rejects.toThrow(/gzip compression is broken/);
  });

  test("is refused when it is longer than allowed, by one byte, too", async () => {
    const archive = gzipSync(CONTENT);
    await expect(read(archive, CONTENT.length - 1)).rejects.toThrow("It uncompresses to more than 299999 bytes.");
    expect(await read(archive, CONTENT.length)).toHaveLength(CONTENT.length);
    await expect(read(CONTENT, CONTENT.length - 1)).rejects.toThrow("It has more than 299999 bytes.");
    expect(await read(CONTENT, CONTENT.length)).toHaveLength(CONTENT.length);
  });

  test("is refused when its archive is far longer than what is allowed, before that is read", async () => {
    expect(await read(gzipSync(Uint8Array.of(7)), 1)).toEqual(Buffer.of(7));
    const padded = Buffer.concat([gzipSync(CONTENT), Buffer.alloc(2 * LIMIT)]);
    await expect(read(padded)).rejects.toThrow("It has more than 2098176 bytes.");
  });

  test("is refused when there is none", async () => {
    await expect(read(new Uint8Array())).rejects.toThrow("It is empty.");
  });

  test("of a file that is cut off while it is read is what was there", async () => {
    const large = Buffer.alloc(3 << 22, 7);
    const content = await read(large, large.length, () => truncateSync(path, 1 << 22));
    expect(Buffer.compare(content, large.subarray(0, content.length))).toBe(0);
    expect(content.length).toBeLessThan(large.length);
  });

  test("of a named pipe is not waited for", async () => {
    const pipe = join(temporaryFolder(), "pipe");
    execFileSync("mkfifo", [pipe]);
    await expect(readContent(pipe, LIMIT)).rejects.toThrow("The path leads to a pipe, not to a file.");
  });

  test("of a folder is none: the file system says why", async () => {
    const folder = join(temporaryFolder(), "folder");
    mkdirSync(folder);
    await expect(readContent(folder, LIMIT)).rejects.toMatchObject({ code: "EISDIR", syscall: "read" });
  });
});
