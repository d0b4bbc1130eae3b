import { describe, expect, test } from "vitest";
import { pythonSnippet } from "../../../../src/extension/inspector/pythonSnippet";

describe("the PyTorch snippet", () => {
  test("loads a state dict safely and lists it", () => {
    expect(pythonSnippet({ path: "out/net.pth", format: "zip" })).toBe(
      [
        "import torch",
        "",
        'state_dict = torch.load("out/net.pth", map_location="cpu", weights_only=True)',
        "for name, tensor in state_dict.items():",
        "    print(name, tuple(tensor.shape), tensor.dtype)",
        "",
      ].join("\n"),
    );
  });

  test("takes the state dict out of a checkpoint and puts it into the class of a file", () => {
    const fit = { className: "Net", modelFile: "models/net.py" };
    const snippet = pythonSnippet({ path: "c.pt", format: "zip", key: "model_state_dict", fit });
    expect(snippet).toContain("from models.net import Net\n");
    expect(snippet).toContain('state_dict = checkpoint["model_state_dict"]\n\nmodel = Net()\n');
    expect(snippet).toMatch(/model\.load_state_dict\(state_dict\)\nmodel\.eval\(\)\n$/);
  });

  test("opens the files of a set by their index", () => {
    const path = "big/model.safetensors.index.json";
    expect(pythonSnippet({ path, format: "safetensors", isSet: true })).toBe(
      [
        "import json",
        "from pathlib import Path",
        "",
        "from safetensors.torch import load_file",
        "",
        'index = Path("big/model.safetensors.index.json")',
        'files = sorted(set(json.loads(index.read_text())["weight_map"].values()))',
        "state_dict = {",
        "    name: tensor for file in files for name, tensor in load_file(index.with_name(file)).items()",
        "}",
        "for name, tensor in state_dict.items():",
        "    print(name, tuple(tensor.shape), tensor.dtype)",
        "",
      ].join("\n"),
    );
  });

  test("takes the prefix of a wrapper off the names", () => {
    const fit = { className: "Net", modelFile: "net.py", renaming: { prefix: "module.", change: "removed" } as const };
    expect(pythonSnippet({ path: "c.pt", format: "zip", fit })).toContain(
      '\nstate_dict = {name.removeprefix("module."): tensor for name, tensor in state_dict.items()}\n\nmodel = Net()',
    );
  });

  test("opens safetensors with its own library", () => {
    const snippet = pythonSnippet({ path: "net.safetensors", format: "safetensors" });
    expect(snippet).toContain('state_dict = load_file("net.safetensors")');
    expect(snippet).not.toContain("torch.load");
  });

  test("names of files and keys cannot leave their strings and comments", () => {
    const fit = { className: "Net", modelFile: 'a b\nimport os\n"""' };
    const snippet = pythonSnippet({ path: '"); import os #\n', format: "zip", key: '"]\nimport os', fit });
    expect(snippet.split("\n").filter(line => /^\s*import os/.test(line))).toEqual([]);
    expect(snippet).toContain(String.raw`torch.load("\"); import os #\n", `);
  });
});
