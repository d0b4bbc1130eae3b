import { expect, test } from "vitest";
import type { Schedule } from "../../../src/model/trainingSettings";
import { scheduledRate } from "../../../src/trainer/scheduledRate";

/** Learning rates of the first epochs of `torch.optim.SGD(lr=0.05)` with each schedule, recorded from PyTorch 2.13. */
const RECORDED: readonly { readonly schedule: Schedule; readonly rates: readonly number[] }[] = [
  {
    schedule: { kind: "step", stepSize: 3, gamma: 0.1 },
    rates: [0.05, 0.05, 0.05, 0.005000000000000001, 0.005000000000000001, 0.005000000000000001, 0.0005000000000000001],
  },
  {
    schedule: { kind: "exponential", gamma: 0.9 },
    rates: [0.05, 0.045000000000000005, 0.04050000000000001, 0.03645000000000001, 0.03280500000000001],
  },
  {
    schedule: { kind: "cosine", tMax: 5, etaMin: 0.001 },
    rates: [
      0.05, 0.045320916362186214, 0.03307091636218621, 0.017929083637813786, 0.005679083637813789, 0.001,
      0.005679083637813788, 0.017929083637813797,
    ],
  },
  { schedule: { kind: "cosine", tMax: 1, etaMin: 0 }, rates: [0.05, 0, 0.05, 0, 0.05] },
];

test.each(RECORDED)("$schedule gives PyTorch's learning rates", ({ schedule, rates }) => {
  rates.forEach((rate, k) => expect(scheduledRate(0.05, schedule, k + 1)).toBeCloseTo(rate, 15));
});

test("without a schedule the rate stays", () => {
  expect(scheduledRate(0.05, undefined, 7)).toBe(0.05);
});
