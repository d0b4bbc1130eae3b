import { expect, test } from "vitest";
import { findObstacle, TRAINABLE } from "../../../../src/model/trainability";
import { OPERATIONS as REFERENCE_OPERATIONS } from "../../../../src/trainer/engines/reference/operations";
import { referenceFactory } from "../../../../src/trainer/engines/reference/referenceEngine";
import { OPERATIONS as WASM_OPERATIONS } from "../../../../src/trainer/engines/wasm/operations";
import { wasmFactory } from "../../../../src/trainer/engines/wasm/wasmEngine";
import { randomTraining } from "../../../support/randomTraining";
import { seededTest } from "../../../support/seededTest";

test("every layer that is said to be trainable is one that the built-in engines have", () => {
  for (const operations of [REFERENCE_OPERATIONS, WASM_OPERATIONS]) {
    expect(TRAINABLE.layers.filter(type => !(type in operations))).toEqual([]);
  }
});

seededTest("a net without an obstacle can be trained here, one of plain rows on the WASM engine", 200, seed => {
  const { model, settings } = randomTraining(seed, { sharing: true });
  expect(findObstacle(model, settings)).toBeUndefined();
  expect(referenceFactory.whyUnable(model, settings)).toBeUndefined();
  const plain = randomTraining(seed, { plain: true });
  expect(wasmFactory.whyUnable(plain.model, plain.settings)).toBeUndefined();
});
