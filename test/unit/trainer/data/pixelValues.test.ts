import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { pixelValues } from "../../../../src/trainer/data/pixelValues";

/** SHA-256 of the 256 float32 values that PyTorch 2.13 computes as ToTensor and Normalize do. */
test.each([
  [0.5, 0.5, "d15e8ce72284446496a6de66e8a4795818530b44cd2c3dd415077364535c3c1a"],
  [0.1307, 0.3081, "0103dbab6b16bfcaea0aa75d7377b4b22bb6792081600921bee4a17ff9c4d33e"],
  [0, 1, "010413efe9fc4438fee48de66c4d09f377b28af6a9fe2522201e8c1dbb831fc8"],
])("Normalize((%f,), (%f,)) gives PyTorch's values, bit for bit", (mean, std, expected) => {
  const values = pixelValues({ mean, std });
  expect(createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex")).toBe(expected);
});

test("the tutorial's normalisation spans -1 to 1", () => {
  const values = pixelValues({ mean: 0.5, std: 0.5 });
  expect([values[0], values[255], values.length]).toEqual([-1, 1, 256]);
});
