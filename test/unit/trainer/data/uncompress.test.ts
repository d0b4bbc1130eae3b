import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { uncompress } from "../../../../src/trainer/data/uncompress";

const CONTENT = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) >> 7);
const LIMIT = 1 << 20;

/** The archive of CONTENT, with another length in its last four bytes. */
function archiveThatSays(bytes: number): Uint8Array {
  const archive = Uint8Array.from(gzipSync(CONTENT));
  new DataView(archive.buffer).setUint32(archive.length - 4, bytes, true);
  return archive;
}

test("what is not compressed is given as it is", async () => {
  expect(await uncompress(CONTENT, LIMIT)).toBe(CONTENT);
});

test("an archive gives its content, wherever it lies in its buffer", async () => {
  const archive = gzipSync(CONTENT);
  const behindOthers = new Uint8Array(archive.length + 3);
  behindOthers.set(archive, 3);
  expect(await uncompress(behindOthers.subarray(3), LIMIT)).toEqual(Buffer.from(CONTENT));
});

test("an archive of several members gives all of them", async () => {
  const halves = [CONTENT.subarray(0, 250_000), CONTENT.subarray(250_000)];
  expect(await uncompress(Buffer.concat(halves.map(half => gzipSync(half))), LIMIT)).toEqual(Buffer.from(CONTENT));
});

test.each([0, 1, CONTENT.length - 1, CONTENT.length + 1, 0xffffffff])(
  "an archive that says it holds %i bytes is called broken, and no more is taken than there may be",
  async bytes => {
    await expect(uncompress(archiveThatSays(bytes), LIMIT)).rejects.toThrow(/gzip compression is broken/);
  },
);

test.each([2, 3, 4, 17, 18, 1000])("an archive that is cut off after %i bytes is called broken", async length => {
  await expect(uncompress(gzipSync(CONTENT).subarray(0, length), LIMIT)).rejects.toThrow(/gzip compression is broken/);
});

test("more content than allowed is refused, one byte of it, too", async () => {
  const archive = gzipSync(CONTENT);
  await expect(uncompress(archive, CONTENT.length - 1)).rejects.toThrow("It uncompresses to more than 299999 bytes.");
  expect(await uncompress(archive, CONTENT.length)).toHaveLength(CONTENT.length);
});

test("nothing is refused as empty", async () => {
  await expect(uncompress(new Uint8Array(), LIMIT)).rejects.toThrow("It is empty.");
});
