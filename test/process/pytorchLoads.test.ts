import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { writeIdxDataset } from "../support/idxFiles";
import { findPython, runPython } from "../support/python";
import { eventsOf, runCli } from "../support/runCli";
import { temporaryFolder } from "../support/temporaryFolder";

/** The tutorial's Net, `torch.load` with its defaults, `load_state_dict`, and the tutorial's evaluation. */
const EVALUATE = `
import json, sys, torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3 = nn.Linear(784, 128), nn.Linear(128, 64), nn.Linear(64, 10)
    def forward(self, x):
        return self.fc3(torch.relu(self.fc2(torch.relu(self.fc1(x.view(-1, 784))))))
model = Net()
model.load_state_dict(torch.load(sys.argv[1]))
def read(name, skip): return torch.frombuffer(bytearray(open(f"{sys.argv[2]}/data/MNIST/raw/{name}", "rb").read()[skip:]), dtype=torch.uint8)
images = (read("t10k-images-idx3-ubyte", 16).view(-1, 784).float() / 255 - .5) / .5
labels = read("t10k-labels-idx1-ubyte", 8).long()
with torch.no_grad(): logits = model(images)
print(json.dumps({"correct": (logits.argmax(1) == labels).sum().item(), "loss": nn.functional.cross_entropy(logits, labels).item()}))
`;

/** Mean gradient norms over one epoch of the tutorial's loader, with the weights as they are. */
const GRADIENTS = `
import json, sys, torch, torch.nn as nn
torch.manual_seed(5)
model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))
names = ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "fc3.weight", "fc3.bias"]
given = torch.load(sys.argv[1])
for name, parameter in zip(names, model.parameters()): parameter.data.copy_(given[name])
def read(name, skip): return torch.frombuffer(bytearray(open(f"{sys.argv[2]}/data/MNIST/raw/{name}", "rb").read()[skip:]), dtype=torch.uint8)
images = (read("train-images-idx3-ubyte", 16).view(-1, 784).float() / 255 - .5) / .5
labels = read("train-labels-idx1-ubyte", 8).long()
loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(images, labels), batch_size=64, shuffle=True)
sums, total = dict.fromkeys(names, 0.0), 0.0
for batch, target in loader:
    model.zero_grad()
    nn.functional.cross_entropy(model(batch), target).backward()
    for name, parameter in zip(names, model.parameters()): sums[name] += parameter.grad.norm(2).item()
    total += nn.utils.clip_grad_norm_(model.parameters(), 1e9).item()
print(json.dumps({"norms": {name: sum / len(loader) for name, sum in sums.items()}, "total": total / len(loader)}))
`;

const HALVE = `
import sys, torch
torch.save({name: value * 0.5 for name, value in torch.load(sys.argv[1]).items()}, sys.argv[2])
print("null")
`;

const found = findPython(["torch"]);

// Slow, a Python with PyTorch starts in seconds: only the other implementation proves that our files are its files.
describe.skipIf("reason" in found)(
  `PyTorch ${"reason" in found ? `(skipped: ${found.reason})` : ""}`,
  { timeout: 120_000 },
  () => {
    const python = "path" in found ? found.path : "";
    let folder: string;
    let ours: { correct: number; loss: number };

    beforeAll(async () => {
      folder = temporaryFolder();
      writeIdxDataset(join(folder, "data", "MNIST", "raw"), { trainCount: 2000, testCount: 500 });
      const { stdout } = await runCli(["train", "--seed", "5", "--epochs", "2", "--json"], { cwd: folder });
      const evaluated = eventsOf(stdout).find(event => event.type === "evaluated")!;
      ours = { correct: evaluated.correct, loss: Number(evaluated.loss) };
    });

    const evaluateThere = async (weights: string) =>
      (await runPython(python, EVALUATE, [join(folder, weights), folder])) as typeof ours;

    test("loads the weights a run saved and gets the same accuracy and loss", async () => {
      const theirs = await evaluateThere("mnist_model.pth");
      expect(theirs.correct).toBe(ours.correct);
      expect(theirs.loss).toBeCloseTo(ours.loss, 5);
    });

    test("saves weights that evaluate here as they do there", async () => {
      await runPython(python, HALVE, [join(folder, "mnist_model.pth"), join(folder, "halved.pth")]);
      const theirs = await evaluateThere("halved.pth");
      const { stdout } = await runCli(["evaluate", "--weights", "halved.pth", "--json"], { cwd: folder });
      const evaluated = eventsOf(stdout).find(event => event.type === "evaluated")!;
      expect(evaluated.correct).toBe(theirs.correct);
      expect(Number(evaluated.loss)).toBeCloseTo(theirs.loss, 5);
    });

    test("has the mean gradient norms of an epoch over saved weights", async () => {
      const weights = join(folder, "mnist_model.pth");
      const theirs = (await runPython(python, GRADIENTS, [weights, folder])) as {
        readonly norms: Readonly<Record<string, number>>;
        readonly total: number;
      };
      const args = ["gradients", "--weights", weights, "--seed", "5", "--batches", "all", "--json"];
      const { stdout } = await runCli(args, { cwd: folder });
      const measured = eventsOf(stdout).find(event => event.type === "gradients-measured")!;
      expect(measured.batches).toBe(32);
      expect(Number(measured.total) / theirs.total).toBeCloseTo(1, 4);
      for (const [name, norm] of Object.entries(theirs.norms)) {
        expect(Number(measured.norms[name]) / norm, name).toBeCloseTo(1, 4);
      }
    });
  },
);
