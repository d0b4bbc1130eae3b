import { describe, expect, test } from "vitest";
import type { Layer } from "../../../../src/model/layers";
import type { ModelSpec, Shape } from "../../../../src/model/modelSpec";
import { mergeSettings } from "../../../../src/model/trainingSettings";
import { referenceFactory } from "../../../../src/trainer/engines/reference/referenceEngine";
import { wasmFactory } from "../../../../src/trainer/engines/wasm/wasmEngine";
import { webgpuFactory } from "../../../../src/trainer/engines/webgpu/webgpuFactory";

const LINEAR: Layer = { type: "Linear", inFeatures: 10, outFeatures: 10, bias: true };
const FLATTEN: Layer = { type: "Flatten", startDim: 1, endDim: -1 };
const NORM = { eps: 1e-5, bias: true } as const;
const BATCH_NORM: Layer = {
  type: "BatchNorm1d",
  ...NORM,
  numFeatures: 10,
  momentum: 0.1,
  affine: true,
  trackRunningStats: false,
};

/** A model whose `forward` calls these layers in a row, under their names. */
function modelOf(inputShape: Shape, layers: readonly (readonly [string, Layer])[]): ModelSpec {
  return {
    name: "Net",
    inputShape,
    modules: [...new Map(layers)].map(([name, layer]) => ({ name, type: layer.type, layer })),
    calls: layers.map(([module, layer]) => ({ module, layer })),
  };
}

describe("what only the reference engine trains is refused by name", () => {
  test.each<[string, Shape, (readonly [string, Layer])[]]>([
    [
      "fc1 is called twice, and its kernels train a module in one call only",
      [10],
      [
        ["fc1", LINEAR],
        ["relu", { type: "Tanh" }],
        ["fc1", LINEAR],
      ],
    ],
    [
      "fc1 gets [3, 10] for an image, and its kernels take one row",
      [3, 10],
      [
        ["fc1", LINEAR],
        ["flat", FLATTEN],
      ],
    ],
    [
      "norm gets [3, 10] for an image, and its kernels take one row",
      [3, 10],
      [
        ["norm", { type: "LayerNorm", ...NORM, normalizedShape: [10], elementwiseAffine: true }],
        ["flat", FLATTEN],
      ],
    ],
    [
      "norm keeps no running statistics, which its kernels need",
      [10],
      [
        ["fc1", LINEAR],
        ["norm", BATCH_NORM],
      ],
    ],
    [
      "softmax works across the images of a batch, and its kernels within one",
      [10],
      [
        ["fc1", LINEAR],
        ["softmax", { type: "Softmax", dim: 0 }],
      ],
    ],
  ])("%s", (reason, inputShape, layers) => {
    const model = modelOf(inputShape, layers);
    for (const factory of [wasmFactory, webgpuFactory])
      expect(factory.whyUnable(model, mergeSettings({}))).toBe(reason);
    expect(referenceFactory.whyUnable(model, mergeSettings({}))).toBeUndefined();
  });

  test("a module that is called twice and has nothing to train is no matter", () => {
    const relu: Layer = { type: "ReLU", inplace: false };
    const layers = [
      ["fc1", LINEAR],
      ["relu", relu],
      ["fc2", LINEAR],
      ["relu", relu],
    ] as const;
    expect(wasmFactory.whyUnable(modelOf([10], layers), mergeSettings({}))).toBeUndefined();
  });
});
