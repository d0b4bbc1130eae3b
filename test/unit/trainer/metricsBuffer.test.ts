import { expect, test } from "vitest";
import type { StepsMeasured } from "../../../src/protocol/trainer";
import { MetricsBuffer } from "../../../src/trainer/metricsBuffer";

function createBuffer() {
  const sent: StepsMeasured[] = [];
  const clock = { ms: 0 };
  return {
    sent,
    clock,
    buffer: new MetricsBuffer(
      "run",
      event => sent.push(event),
      () => clock.ms,
    ),
  };
}

test("the first loss is sent at once, so that the curve starts", () => {
  const { buffer, sent } = createBuffer();
  buffer.add([2.5]);
  expect(sent).toEqual([{ type: "steps-measured", runId: "run", firstStep: 1, losses: [2.5] }]);
});

test("losses within a tenth of a second travel together", () => {
  const { buffer, sent, clock } = createBuffer();
  for (let step = 1; step <= 1000; step++) {
    clock.ms += 1;
    buffer.add([step]);
  }
  buffer.flush();
  expect(sent.length).toBeLessThanOrEqual(12);
  expect(sent.flatMap(({ losses }) => losses)).toEqual(Array.from({ length: 1000 }, (_, k) => k + 1));
  for (const { firstStep, losses } of sent) expect(losses[0]).toBe(firstStep);
});

test("what JSON has no number for travels as a word", () => {
  const { buffer, sent } = createBuffer();
  buffer.add([NaN, Infinity, -Infinity]);
  expect(sent[0]?.losses).toEqual(["NaN", "Infinity", "-Infinity"]);
});

test("flushing twice sends nothing twice", () => {
  const { buffer, sent } = createBuffer();
  buffer.add([1]);
  buffer.flush();
  buffer.flush();
  expect(sent).toHaveLength(1);
});
