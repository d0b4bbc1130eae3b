import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { createMemorySource } from "../../../src/formats/byteSource";
import { compareWeights, type TensorComparison } from "../../../src/formats/compareWeights";
import { ReadingCancelled, readFromMemory, readFromSource } from "../../../src/formats/reading";
import { readWeightsIndex } from "../../../src/formats/readWeightsIndex";
import { writeSafetensors, writeTorchStateDict, type WritableTensor } from "../../../src/formats/weightsFile";
import { FileSource } from "../../../src/trainer/fileSource";
import { findPython, runPython } from "../../support/python";
import { writeSparseSafetensors } from "../../support/sparseWeights";
import { temporaryFolder } from "../../support/temporaryFolder";

vi.setConfig({ testTimeout: 120_000 });

const sideOf = (bytes: Uint8Array) => ({
  source: createMemorySource(bytes),
  index: readFromMemory(bytes, readWeightsIndex(bytes.length)),
});
const floats = (name: string, ...values: number[]): WritableTensor => ({
  name,
  dtype: "float32",
  shape: [values.length],
  data: Float32Array.from(values),
});

async function compare(before: Uint8Array, after: Uint8Array): Promise<TensorComparison[]> {
  const found: TensorComparison[] = [];
  for await (const comparison of compareWeights(sideOf(before), sideOf(after))) found.push(comparison);
  return found;
}

async function differenceOf(before: WritableTensor, after: WritableTensor) {
  const [comparison] = await compare(writeTorchStateDict([before]), writeSafetensors([after]));
  return comparison!.difference;
}

test("tensors that did not change are zero apart and point the same way", async () => {
  const same = floats("w", 1, -2, 3);
  expect(await differenceOf(same, same)).toEqual({ l2: 0, relativeL2: 0, cosine: 1, largest: 0, nonFinite: 0 });
});

test("the change is measured against the tensor before", async () => {
  expect(await differenceOf(floats("w", 3, 4), floats("w", 3, 5))).toEqual({
    l2: 1,
    relativeL2: 0.2,
    cosine: 29 / (5 * Math.sqrt(34)),
    largest: 1,
    nonFinite: 0,
  });
});

test("a tensor of zeros has no direction, and anything is infinitely far from it", async () => {
  expect(await differenceOf(floats("w", 0, 0), floats("w", 0, 2))).toEqual({
    l2: 2,
    relativeL2: Infinity,
    largest: 2,
    nonFinite: 0,
  });
  expect(await differenceOf(floats("w", 0), floats("w", 0))).toEqual({
    l2: 0,
    relativeL2: 0,
    largest: 0,
    nonFinite: 0,
  });
});

test("NaN and infinities are left out and counted", async () => {
  const difference = await differenceOf(floats("w", NaN, 1, 1, Infinity), floats("w", 1, -Infinity, 2, Infinity));
  expect(difference).toEqual({ l2: 1, relativeL2: 1, cosine: 1, largest: 1, nonFinite: 3 });
});

test("names of one file alone and other shapes are told, in the order of the files", async () => {
  const before = writeTorchStateDict([floats("gone", 1), floats("wider", 1), floats("kept", 1)]);
  const after = writeTorchStateDict([floats("new", 1), floats("kept", 2), floats("wider", 1, 2)]);
  const found = await compare(before, after);
  expect(
    found.map(({ name, before, after, difference }) => [name, before?.shape, after?.shape, difference?.l2]),
  ).toEqual([
    ["gone", [1], undefined, undefined],
    ["wider", [1], [2], undefined],
    ["kept", [1], [1], 1],
    ["new", undefined, [1], undefined],
  ]);
});

test("a name that every object has is a name like others", async () => {
  const file = writeTorchStateDict([floats("__proto__", 1), floats("constructor", 2)]);
  expect((await compare(file, file)).map(({ name, difference }) => [name, difference?.l2])).toEqual([
    ["__proto__", 0],
    ["constructor", 0],
  ]);
});

test("types may differ; complex and real values are not compared", async () => {
  const half = { name: "w", dtype: "float16", shape: [2], data: Uint16Array.of(0x3c00, 0x4000) } as const;
  expect(await differenceOf(half, floats("w", 1, 2))).toMatchObject({ l2: 0 });
  const complex = { name: "w", dtype: "complex64", shape: [2], data: Float32Array.of(3, 4, 0, 0) } as const;
  const conjugate = { ...complex, data: Float32Array.of(3, -4, 0, 0) };
  expect(await differenceOf(complex, conjugate)).toMatchObject({ l2: 8, relativeL2: 1.6, largest: 8 });
  const [mixed] = await compare(writeTorchStateDict([complex]), writeTorchStateDict([floats("w", 1, 2)]));
  expect(mixed).toMatchObject({ reason: "Only one of the two tensors has complex values." });
});

test("large files are compared in little memory, until somebody has seen enough", async () => {
  const path = join(temporaryFolder(), "large.safetensors");
  writeSparseSafetensors(path, 3, 2 ** 24);
  const source = await FileSource.open(path);
  const index = await readFromSource(source, readWeightsIndex(source.size));
  const side = { source, index };
  const memory = process.resourceUsage().maxRSS * 1024;
  const enough = new AbortController();
  const seen: (number | undefined)[] = [];
  const watch = async () => {
    for await (const { difference } of compareWeights(side, side, enough.signal)) {
      seen.push(difference?.l2);
      setImmediate(() => enough.abort());
    }
  };
  await expect(watch()).rejects.toThrow(ReadingCancelled);
  await source.close();
  expect(seen).toEqual([0]);
  expect(process.resourceUsage().maxRSS * 1024 - memory).toBeLessThan(100 * 1024 * 1024);
});

const SAVE_PAIR = `
import json, os, sys, torch, safetensors.torch
torch.manual_seed(0)
folder = sys.argv[1]
base = torch.randn(300, 200)
before = {
  "plain": base, "transposed": base.t(), "half": base.half(), "step": base[:, ::3], "expanded": torch.ones(3, 1).expand(3, 5),
  "whole": torch.arange(50), "flags": base > 0, "scalar": torch.tensor(2.0), "empty": torch.zeros(0, 3),
  "complex": torch.randn(7, dtype=torch.complex64), "gone": torch.ones(2), "channels": torch.randn(2, 3, 4, 5),
}
noise = lambda t: t + 0.01 * torch.randn(t.shape)
after = {
  "plain": noise(base), "transposed": noise(base.t().contiguous()), "half": base.half() + 0.25, "step": noise(base[:, ::3]),
  "expanded": torch.full((3, 5), 1.5), "whole": torch.arange(50) * 2, "flags": base > 0.5, "scalar": torch.tensor(-1.0),
  "empty": torch.zeros(0, 3), "complex": torch.randn(7, dtype=torch.complex64), "new": torch.ones(1),
  "channels": torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last),
}
torch.save({"epoch": 3, "model_state_dict": before}, os.path.join(folder, "before.pth"))
torch.save(after, os.path.join(folder, "after.pth"))
facts = {}
for name in before.keys() & after.keys():
    wide = lambda t: (torch.view_as_real(t) if t.is_complex() else t).double().flatten()
    a, b = wide(before[name]), wide(after[name])
    facts[name] = {"l2": (b - a).norm().item(), "relativeL2": ((b - a).norm() / a.norm()).item() if a.numel() else 0,
                   "cosine": torch.nn.functional.cosine_similarity(a, b, dim=0, eps=0).item() if a.numel() else None}
print(json.dumps(facts))
`;

test("a checkpoint and a state dict differ as PyTorch measures it", async context => {
  const python = findPython();
  if ("reason" in python) return context.skip(python.reason);
  const folder = temporaryFolder();
  const facts = (await runPython(python.path, SAVE_PAIR, [folder])) as Record<string, Record<string, number | null>>;
  const open = async (name: string) => {
    const source = await FileSource.open(join(folder, name));
    return { source, index: await readFromSource(source, readWeightsIndex(source.size)) };
  };
  const [before, after] = [await open("before.pth"), await open("after.pth")];
  const seen = new Set<string>();
  for await (const { name, difference } of compareWeights(before, after)) {
    if (!difference) continue;
    seen.add(name);
    for (const [fact, wanted] of Object.entries(facts[name]!)) {
      const measured = difference[fact as "l2"] as number | undefined;
      if (wanted === null) expect(measured, `${name} ${fact}`).toBeUndefined();
      else expect(Math.abs(measured! - wanted), `${name} ${fact}`).toBeLessThanOrEqual(1e-12 * Math.max(1, wanted));
    }
  }
  expect([...seen].sort()).toEqual(Object.keys(facts).sort());
  await Promise.all([before.source.close(), after.source.close()]);
});
