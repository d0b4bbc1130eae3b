import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stateEntries } from "../../../src/model/stateDict";
import { TUTORIAL_NET } from "../../../src/model/tutorialNet";
import { writeSafetensors, writeTorchStateDict, type WritableTensor } from "../../../src/formats/weightsFile";
import { readWeights } from "../../../src/trainer/checkpoint";
import { temporaryFolder } from "../../support/temporaryFolder";

const folder = temporaryFolder();

/** The tutorial's state dict with other names or shapes. */
function stateDict(change: (tensor: WritableTensor) => WritableTensor = tensor => tensor): WritableTensor[] {
  return stateEntries(TUTORIAL_NET).map(({ name, shape }) => {
    const { shape: changed, ...tensor } = change({ name, dtype: "float32", shape, data: new Float32Array(0) });
    return { ...tensor, shape: changed, data: new Float32Array(changed.reduce((product, size) => product * size, 1)) };
  });
}

const read = (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return readWeights(path, TUTORIAL_NET);
};

test.each(["net.pth", "net.safetensors"])("%s gives every tensor of the model", async name => {
  const write = name.endsWith(".pth") ? writeTorchStateDict : writeSafetensors;
  const weights = await read(name, write(stateDict()));
  expect([...weights].map(([tensor, values]) => [tensor, values.length]).slice(0, 2)).toEqual([
    ["fc1.weight", 784 * 128],
    ["fc1.bias", 128],
  ]);
});

test("what does not fit is named, with both shapes", async () => {
  const wider = stateDict(tensor => (tensor.name === "fc3.bias" ? { ...tensor, shape: [11] } : tensor));
  await expect(read("wider.pth", writeTorchStateDict(wider))).rejects.toThrow(
    /do not fit Net: fc3\.bias is \[11\] instead of \[10\]\./,
  );
});

test("names that differ by the prefix of a wrapper get a hint", async () => {
  const wrapped = writeTorchStateDict(stateDict(tensor => ({ ...tensor, name: `module.${tensor.name}` })));
  await expect(read("wrapped.pth", wrapped)).rejects.toMatchObject({
    hint: "They fit once module. is taken off the beginning of their names.",
  });
});

test("weights of a wrapped model are read under the names of the class when they are to be renamed", async () => {
  const path = join(folder, "renamed.pth");
  writeFileSync(path, writeTorchStateDict(stateDict(tensor => ({ ...tensor, name: `_orig_mod.${tensor.name}` }))));
  const weights = await readWeights(path, TUTORIAL_NET, { prefix: "_orig_mod.", change: "removed" });
  expect([...weights.keys()]).toEqual(stateEntries(TUTORIAL_NET).map(({ name }) => name));
});

test("a sharded set is read by its index", async () => {
  const tensors = stateDict();
  writeFileSync(join(folder, "set-1.safetensors"), writeSafetensors(tensors.slice(0, 2)));
  writeFileSync(join(folder, "set-2.safetensors"), writeSafetensors(tensors.slice(2)));
  const files = tensors.map(({ name }, at) => [name, `set-${at < 2 ? 1 : 2}.safetensors`] as const);
  const weights = await read(
    "set.safetensors.index.json",
    Buffer.from(JSON.stringify({ weight_map: Object.fromEntries(files) })),
  );
  expect([...weights.values()].map(values => values.length)).toEqual(tensors.map(({ data }) => data.byteLength / 4));
});

test("a file that is no file of weights is refused by name", async () => {
  await expect(read("text.pth", Buffer.from("hello"))).rejects.toThrow(/text\.pth cannot be loaded: The file is text/);
});
