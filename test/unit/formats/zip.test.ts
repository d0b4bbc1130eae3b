import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { crc32 } from "../../../src/formats/crc32";
import { readFromMemory } from "../../../src/formats/reading";
import { locateEntry, readEntry, readZipDirectory } from "../../../src/formats/zip";
import { writeZip } from "../../../src/formats/zipWriter";

const text = (value: string) => new TextEncoder().encode(value);
const directoryOf = (file: Uint8Array) => readFromMemory(file, readZipDirectory(file.length));

function contentsOf(file: Uint8Array): [string, string][] {
  const directory = directoryOf(file);
  return [...directory.entries.values()].map(entry => [
    entry.name,
    new TextDecoder().decode(readFromMemory(file, readEntry(directory, entry))),
  ]);
}

const CONTENTS = [
  { name: "top/a", bytes: text("first") },
  { name: "top/empty", bytes: text("") },
  { name: "top/ü", bytes: text("x".repeat(100)) },
];
const WRITTEN = CONTENTS.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]);

/** A copy with `bytes` at `offset`; negative offsets count from the end. */
function patched(file: Uint8Array, offset: number, ...bytes: number[]): Uint8Array {
  const copy = file.slice();
  copy.set(bytes, offset < 0 ? file.length + offset : offset);
  return copy;
}

test("the checksum is zip's", () => {
  expect(crc32(text("123456789"))).toBe(0xcbf43926);
  expect(crc32(text("6789"), crc32(text("12345")))).toBe(0xcbf43926);
});

describe("an archive", () => {
  const file = writeZip(CONTENTS);
  const directoryBegin = new DataView(file.buffer).getUint32(file.length - 6, true);

  test("comes back as it was written", () => {
    expect(contentsOf(file)).toEqual(WRITTEN);
  });

  test("has every payload at a multiple of 64, where PyTorch maps it", () => {
    const directory = directoryOf(file);
    for (const entry of directory.entries.values()) {
      expect(readFromMemory(file, locateEntry(directory, entry)).begin % 64).toBe(0);
    }
  });

  test("may be compressed", () => {
    const compressed = zipSync(Object.fromEntries(CONTENTS.map(({ name, bytes }) => [name, bytes])), { level: 9 });
    expect(contentsOf(compressed)).toEqual(WRITTEN);
  });

  test("may have a comment", () => {
    expect(contentsOf(Uint8Array.of(...patched(file, -2, 3), 1, 2, 3))).toEqual(WRITTEN);
  });

  test.each([
    ["a wrong checksum in the directory", directoryBegin + 16, [1], /described differently/],
    ["a directory that is not where the end record says", -6, [1], /zip directory should lie/],
    ["more entries than the directory has", -14, [9, 0, 9, 0], /claims 9 entries, but the directory lists 3/],
    ["bytes in a folder", directoryBegin + 38, [0x10], /marked as a folder, yet has 5 bytes/],
    ["an unknown compression", directoryBegin + 10, [12], /compressed in a way that is not known \(method 12\)/],
    ["encryption", directoryBegin + 8, [1, 8], /is encrypted/],
    ["a size beyond its neighbour", directoryBegin + 20, [255, 0, 0, 0, 255], /overlaps|beyond/],
    ["another name at its place", 30, [0x58], /described differently/],
  ])("with %s is refused", (_, offset, bytes, sentence) => {
    expect(() => contentsOf(patched(file, offset, ...bytes))).toThrow(sentence);
  });

  test("whose entry gives no size at its place is read by its directory, as PyTorch's", () => {
    const local = patched(file, 6, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    expect(contentsOf(local)).toEqual(WRITTEN);
  });
});

test("names are compared as bytes and never used as paths", () => {
  const names = ["top/../../etc/passwd", "/abs", "top\\x", "__proto__"];
  const file = writeZip(names.map(name => ({ name, bytes: text(name) })));
  expect(contentsOf(file)).toEqual(names.map(name => [name, name]));
});
