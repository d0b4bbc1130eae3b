import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a model file of linear layers with ReLU between them, 784 and `hidden` and 10 wide; returns `FILE:Class`. */
export function writeModelFile(folder: string, hidden: readonly number[]): string {
  const widths = [784, ...hidden, 10];
  const layers = hidden.concat(10).map((outputs, k) => `nn.Linear(${widths[k]!}, ${outputs})`);
  const file = join(folder, `net${hidden.join("x")}.py`);
  const source = [
    "from torch import nn",
    "",
    "class Net(nn.Module):",
    "    def __init__(self):",
    "        super().__init__()",
    `        self.net = nn.Sequential(nn.Flatten(), ${layers.join(", nn.ReLU(), ")})`,
    "",
    "    def forward(self, x):",
    "        return self.net(x)",
  ];
  writeFileSync(file, `${source.join("\n")}\n`);
  return `${file}:Net`;
}
