import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { LabelledImages } from "../../../../src/trainer/data/dataset";
import { drawDigits, drawSyntheticDigits } from "../../../../src/trainer/data/syntheticDigits";

// 70,000 digits are drawn, which takes long on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("the same seed draws the same digits on every machine", () => {
  const { pixels, labels } = drawDigits(1000, 1);
  expect(sha256(labels)).toBe("270b6c639dbd0a9507f5222f16713a2483e5f5a8bb6444ec7ac79cc7ba80ff37");
  expect(sha256(pixels)).toBe("7ac38a0ecf5b710b4b9824eb75c14a8da5e504965276e82722e08abb3a9c9012");
});

test("another seed draws others", () => {
  expect(sha256(drawDigits(10, 2).pixels)).not.toBe(sha256(drawDigits(10, 1).pixels));
});

describe("the whole set", () => {
  let train: LabelledImages;
  let testSet: LabelledImages;
  beforeAll(() => ({ train, test: testSet } = drawSyntheticDigits()));

  test("has MNIST's form", () => {
    expect([train.count, train.rows, train.columns, train.pixels.length]).toEqual([60_000, 28, 28, 47_040_000]);
    expect([testSet.count, testSet.labels.length, testSet.pixels.length]).toEqual([10_000, 10_000, 7_840_000]);
  });

  test("has about as much paper as MNIST, and it is exactly 0", () => {
    let inked = 0;
    for (let index = 0; index < testSet.pixels.length; index++) if (testSet.pixels[index] !== 0) inked++;
    const share = inked / testSet.pixels.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.23);
  });

  test("has every digit about equally often", () => {
    const counts = new Uint32Array(10);
    for (const label of train.labels) counts[label]!++;
    for (const count of counts) expect(Math.abs(count - 6000)).toBeLessThan(400);
  });

  test("has each image's centre of mass near its middle, with no ink on the rim", () => {
    for (let image = 0; image < 500; image++) {
      const pixels = testSet.pixels.subarray(image * 784, (image + 1) * 784);
      let [mass, x, y, rim] = [0, 0, 0, 0];
      pixels.forEach((value, at) => {
        const [column, row] = [at % 28, Math.floor(at / 28)];
        mass += value;
        x += value * (column + 0.5);
        y += value * (row + 0.5);
        if (column === 0 || column === 27 || row === 0 || row === 27) rim += value;
      });
      expect(Math.hypot(x / mass - 14, y / mass - 14), `image ${image}`).toBeLessThan(4);
      expect(rim / mass, `image ${image}`).toBeLessThan(0.05);
    }
  });

  test("has no test image among the first training images", () => {
    const seen = new Set<string>();
    for (let image = 0; image < 1000; image++) {
      seen.add(sha256(train.pixels.subarray(image * 784, (image + 1) * 784)));
      seen.add(sha256(testSet.pixels.subarray(image * 784, (image + 1) * 784)));
    }
    expect(seen.size).toBe(2000);
  });
});
