import { expect, test } from "vitest";
import { engineLines } from "../../../../src/trainer/cli/engineLines";

test("an engine has a line that says how fast it is, why it is not here, or why auto leaves it out all the same", () => {
  const works = { available: true, device: "GPU, X", stepMicroseconds: 31.6 } as const;
  expect(
    engineLines([
      { engine: "wasm", ...works },
      { engine: "webgpu", ...works, reason: "a run with it crashed here" },
      { engine: "tfjs", available: false, reason: "not installed" },
    ]),
  ).toEqual([
    "wasm           32 µs a step, GPU, X",
    "webgpu         32 µs a step, GPU, X; but a run with it crashed here",
    "tfjs       not here: not installed",
  ]);
});
