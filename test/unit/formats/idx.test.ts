import { describe, expect, test } from "vitest";
import { FormatError } from "../../../src/formats/formatError";
import { parseIdxImages, parseIdxImagesSoFar, parseIdxLabels } from "../../../src/formats/idx";

const images = Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);
const labels = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9]);
const changed = (bytes: Uint8Array, at: number, value: number) => bytes.with(at, value);

describe("images", () => {
  test("have the sizes of the header and the bytes after it", () => {
    const parsed = parseIdxImages(images);
    expect(parsed).toEqual({ count: 2, rows: 1, columns: 3, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  });

  test("are found where the bytes begin, not where their memory begins", () => {
    const inside = new Uint8Array(images.length + 5);
    inside.set(images, 5);
    expect(parseIdxImages(inside.subarray(5)).pixels).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
  });

  test.each([
    ["nothing at all", new Uint8Array(0), "It is cut off: 0 bytes are less than the header of IDX images."],
    ["half a header", images.subarray(0, 9), "It is cut off: 9 bytes are less than the header of IDX images."],
    ["labels", labels.with(3, 1), "It is cut off: 11 bytes are less than the header of IDX images."],
    ["a wrong magic", changed(images, 3, 1), "It does not hold IDX images: its magic number is 2049, not 2051."],
    ["a byte too few", images.subarray(0, 21), "It is cut off: its header promises 22 bytes, but it has 21."],
    [
      "a byte too many",
      Uint8Array.of(...images, 0),
      "It has bytes left over: its header promises 22 bytes, but it has 23.",
    ],
    ["no image", changed(images, 7, 0), "It holds no images: its header says 0 x 1 x 3."],
    [
      "the largest sizes",
      images.map((byte, at) => (at >= 4 && at < 16 ? 255 : byte)),
      "It is cut off: its header promises 7.9228162458924105e+28 bytes, but it has 22.",
    ],
  ])("with %s are refused in one sentence", (_name, bytes, sentence) => {
    expect(() => parseIdxImages(bytes)).toThrow(new FormatError(sentence));
  });
});

describe("images of which only the beginning is there", () => {
  const soFar = (length: number) => parseIdxImagesSoFar(images.subarray(0, length));

  test("have the sizes of the header, once that is whole, and the bytes that are there", () => {
    expect(soFar(15)).toBeUndefined();
    for (let there = 0; there <= 6; there++) {
      const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6).subarray(0, there);
      expect(soFar(16 + there)).toEqual({ count: 2, rows: 1, columns: 3, pixels });
    }
  });

  test("are none where their memory has no room for all that the header promises", () => {
    expect(parseIdxImagesSoFar(images.slice(0, 21))).toBeUndefined();
  });

  test("are refused when the header is not one of images", () => {
    expect(() => parseIdxImagesSoFar(changed(images, 3, 1))).toThrow(FormatError);
  });
});

describe("labels", () => {
  test("are the bytes after the header", () => expect(parseIdxLabels(labels)).toEqual(Uint8Array.of(7, 0, 9)));

  test.each([
    ["images", images, "It does not hold IDX labels: its magic number is 2051, not 2049."],
    ["a byte too few", labels.subarray(0, 10), "It is cut off: its header promises 11 bytes, but it has 10."],
    ["a label of 10", changed(labels, 9, 10), "Its label number 2 is 10, but labels go from 0 to 9."],
  ])("with %s are refused in one sentence", (_name, bytes, sentence) => {
    expect(() => parseIdxLabels(bytes)).toThrow(new FormatError(sentence));
  });
});
