import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { DTYPES, type DtypeName } from "../../../src/formats/dtype";
import { readStateDict, writeSafetensors, writeTorchStateDict } from "../../../src/formats/weightsFile";
import { inspectFile } from "../../../src/trainer/inspect";
import { findPython, runPython } from "../../support/python";
import { temporaryFolder } from "../../support/temporaryFolder";

const python = findPython();
const path = "path" in python ? python.path : "";
const folder = temporaryFolder();

// PyTorch alone takes seconds to start.
vi.setConfig({ testTimeout: 120_000 });

beforeEach(context => {
  if ("reason" in python) context.skip(python.reason);
});

/** One tensor of every type that both sides know, with bytes that are finite in all of them. */
function everyType(names: readonly DtypeName[]) {
  return names.map(dtype => ({
    name: `of.${dtype}`,
    dtype,
    shape: [2, 3],
    data: Uint8Array.from({ length: (6 * DTYPES[dtype].bits) / 8 }, (_, index) =>
      dtype === "bool" ? index % 2 : 33 + index,
    ),
  }));
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const DESCRIBE = `
import json, sys, torch
def describe(tensors):
    raw = lambda t: bytes(t.contiguous().flatten().view(torch.uint8).tolist()).hex()
    print(json.dumps([[name, str(t.dtype)[6:], list(t.shape), raw(t)] for name, t in tensors.items()]))
`;

const torchTypes = (Object.keys(DTYPES) as DtypeName[]).filter(
  name => DTYPES[name].bits % 8 === 0 && name !== "float4_e2m1fn_x2",
);

test.each(["", ", mmap=True"])("torch.load(path%s) reads what is written, bit by bit", async options => {
  const tensors = everyType(torchTypes);
  const file = join(folder, "ours.pth");
  writeFileSync(file, writeTorchStateDict(tensors));
  const described = await runPython(path, `${DESCRIBE}\ndescribe(torch.load(sys.argv[1]${options}))`, [file]);
  expect(described).toEqual(tensors.map(({ name, dtype, shape, data }) => [name, dtype, shape, hex(data)]));
});

test("safetensors.torch.load_file reads what is written, bit by bit", async () => {
  const tensors = everyType(torchTypes.filter(name => DTYPES[name].safetensors !== undefined));
  const file = join(folder, "ours.safetensors");
  writeFileSync(file, writeSafetensors(tensors));
  const script = `${DESCRIBE}\nimport safetensors.torch\ndescribe(safetensors.torch.load_file(sys.argv[1]))`;
  const described = (await runPython(path, script, [file])) as [string][];
  const sorted = described.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const wanted = tensors.map(({ name, dtype, shape, data }) => [name, dtype, shape, hex(data)]);
  expect(sorted).toEqual(wanted.toSorted(([a], [b]) => (a! < b! ? -1 : 1)));
});

test("a written state dict goes into a module and comes back as PyTorch saves it", async () => {
  const weight = Float32Array.from({ length: 6 }, (_, index) => index / 8);
  const file = join(folder, "linear.pth");
  writeFileSync(
    file,
    writeTorchStateDict([
      { name: "weight", dtype: "float32", shape: [2, 3], data: weight },
      { name: "bias", dtype: "float32", shape: [2], data: Float32Array.of(-1, 0.5) },
    ]),
  );
  const script = `
import sys, torch
net = torch.nn.Linear(3, 2)
print('"' + str(net.load_state_dict(torch.load(sys.argv[1]))) + '"')
torch.save(net.state_dict(), sys.argv[1] + ".zip")
torch.save(net.state_dict(), sys.argv[1] + ".legacy", _use_new_zipfile_serialization=False)
`;
  expect(await runPython(path, script, [file])).toBe("<All keys matched successfully>");
  for (const extension of [".zip", ".legacy"]) {
    const tensors = readStateDict(readFileSync(file + extension));
    expect([...tensors.keys()]).toEqual(["weight", "bias"]);
    expect(tensors.get("weight")!.toFloat32()).toEqual(weight);
  }
});

const SAVE_VARIANTS = `
import json, os, sys, torch, safetensors.torch
torch.manual_seed(0)
folder = sys.argv[1]
base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
net = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Linear(4, 2))
optimizer = torch.optim.Adam(net.parameters())
net[:2](torch.randn(2, 1, 4, 4)).sum().backward()
optimizer.step()
variants = {
  "state": net.state_dict(),
  "half": {name: value.half() if value.is_floating_point() else value for name, value in net.state_dict().items()},
  "views": {"t": base.t(), "step": base[:, ::2], "row": base[2], "expanded": torch.ones(3, 1).expand(3, 5)},
  "checkpoint": {"epoch": 3, "model_state_dict": net.state_dict(), "optimizer_state_dict": optimizer.state_dict()},
  "channels_last": {"w": torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last)},
}
wanted = {}
def flatten(value, path):
    if isinstance(value, torch.Tensor): yield ".".join(path), value
    elif isinstance(value, dict):
        for key, item in value.items(): yield from flatten(item, path + [str(key)])
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value): yield from flatten(item, path + [str(index)])
def facts(t):
    d = t.detach().double().flatten()
    std = d.std().item() if d.numel() > 1 else None
    return {"name": None, "shape": list(t.shape), "dtype": str(t.dtype)[6:], "l2": d.norm().item(),
            "mean": d.mean().item(), "std": std, "min": d.min().item(), "max": d.max().item()}
for name, value in variants.items():
    tensors = dict(flatten(value, []))
    torch.save(value, os.path.join(folder, name + ".pth"))
    torch.save(value, os.path.join(folder, name + "_legacy.pth"), _use_new_zipfile_serialization=False)
    files = [name + ".pth", name + "_legacy.pth"]
    for protocol in (3, 4, 5):
        files.append(f"{name}_{protocol}.pth")
        torch.save(value, os.path.join(folder, files[-1]), pickle_protocol=protocol)
        files.append(f"{name}_legacy_{protocol}.pth")
        torch.save(value, os.path.join(folder, files[-1]), pickle_protocol=protocol, _use_new_zipfile_serialization=False)
    safe = {key: tensor.contiguous().clone() for key, tensor in tensors.items()}
    safetensors.torch.save_file(safe, os.path.join(folder, name + ".safetensors"))
    for file in files + [name + ".safetensors"]:
        wanted[file] = {key: facts(tensor) for key, tensor in tensors.items()}
print(json.dumps(wanted))
`;

interface Facts {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly [number: string]: unknown;
}

test("whatever PyTorch saves is inspected with PyTorch's numbers", async () => {
  const wanted = (await runPython(path, SAVE_VARIANTS, [folder])) as Record<string, Record<string, Facts>>;
  expect(Object.keys(wanted).length).toBeGreaterThan(40);
  for (const [file, tensors] of Object.entries(wanted)) {
    const { output, refused } = await inspectFile(join(folder, file), { stats: true });
    expect({ file, refused, error: output.error }).toEqual({ file, refused: false, error: undefined });
    const found = new Map(output.tensors!.map(tensor => [tensor.name, tensor as unknown as Facts]));
    expect([...found.keys()].sort()).toEqual(Object.keys(tensors).sort());
    for (const [name, facts] of Object.entries(tensors)) {
      const { shape, dtype, ...numbers } = found.get(name)!;
      expect({ shape, dtype }).toEqual({ shape: facts.shape, dtype: facts.dtype });
      for (const key of ["l2", "mean", "std", "min", "max"]) {
        if (facts[key] === null) expect(numbers[key]).toBeNull();
        else expect(numbers[key], `${file} ${name} ${key}`).toBeCloseTo(facts[key] as number, 9);
      }
    }
  }
});

const SAVE_EVERY_TYPE = `
import json, sys, torch, safetensors.torch
names, folder = json.loads(sys.argv[1]), sys.argv[2]
tensors, wanted = {}, {}
for name in names:
    dtype = getattr(torch, name)
    values = torch.tensor([0, 1, 2, 4, 1, 0]) if name != "float8_e8m0fnu" else torch.tensor([1, 1, 2, 4, 1, 8])
    tensors[name] = values.to(dtype).reshape(2, 3)
    wide = tensors[name].to(torch.complex64 if dtype.is_complex else torch.float32).flatten()
    wanted[name] = torch.view_as_real(wide).tolist() if dtype.is_complex else wide.tolist()
tensors["int64"][0, 0] = 2**53 + 1
wanted["int64"][0] = str(2**53 + 1)
torch.save(tensors, folder + "/every.pth")
torch.save(tensors, folder + "/every_legacy.pth", _use_new_zipfile_serialization=False)
unsafe = ("complex128", "complex32")
safetensors.torch.save_file({name: t for name, t in tensors.items() if name not in unsafe}, folder + "/every.safetensors")
print(json.dumps(wanted))
`;

test("whatever type PyTorch and safetensors write is read with its values, integers beyond 2^53 as text", async () => {
  const wanted = (await runPython(path, SAVE_EVERY_TYPE, [JSON.stringify(torchTypes), folder])) as Record<
    string,
    unknown[]
  >;
  expect(Object.keys(wanted)).toHaveLength(torchTypes.length);
  for (const file of ["every.pth", "every_legacy.pth", "every.safetensors"]) {
    const { output, refused } = await inspectFile(join(folder, file), { stats: true });
    expect({ file, refused, error: output.error }).toEqual({ file, refused: false, error: undefined });
    expect(output.tensors!.length).toBeGreaterThan(15);
    for (const { name, dtype, first8 } of output.tensors!) {
      expect(dtype).toBe(name);
      const numbers = (first8 as unknown[]).map(value => (typeof value === "boolean" ? Number(value) : value));
      expect(numbers, `${file} ${name}`).toEqual(wanted[name]);
    }
    expect(output.tensors!.find(({ name }) => name === "int64")).toMatchObject({ max: "9007199254740993", min: 0 });
  }
});

const SAVE_TORCHSCRIPT = `
import sys, torch
torch.jit.script(torch.nn.Linear(2, 2)).save(sys.argv[1])
print("null")
`;

test("a TorchScript program is called one", async () => {
  const file = join(folder, "script.pt");
  await runPython(path, SAVE_TORCHSCRIPT, [file]);
  const { output, refused } = await inspectFile(file, { stats: false });
  expect(refused).toBe(true);
  expect(output.error).toMatch(/TorchScript program, not a state dict: open it with torch\.jit\.load/);
});
