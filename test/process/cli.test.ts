import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunEvent } from "../../src/protocol/trainer";
import { readPythonModels } from "../../src/model/source/python/readPythonModels";
import { encodeWeights } from "../../src/trainer/checkpoint";
import { Network } from "../../src/trainer/engines/reference/network";
import { FLOAT32 } from "../../src/trainer/engines/reference/precision";
import { Generator } from "../../src/trainer/random/generator";
import { initialWeights } from "../../src/trainer/random/initialWeights";
import { pattern } from "../support/stirredWeights";
import { writeIdxDataset } from "../support/idxFiles";
import { temporaryFolder } from "../support/temporaryFolder";
import { fixturePath } from "../support/weightsFixtures";
import { eventsOf, runCli } from "../support/runCli";

/** A working folder with 640 training and 200 test images of the project's own digits where torchvision puts MNIST. */
function workingFolder(): string {
  const folder = temporaryFolder();
  writeIdxDataset(join(folder, "data", "MNIST", "raw"), { trainCount: 640, testCount: 200 });
  return folder;
}
const byType = <T extends RunEvent["type"]>(events: readonly RunEvent[], type: T) =>
  events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);

describe("train --json", () => {
  let folder: string;
  let events: RunEvent[];
  let stdout: string;

  beforeAll(async () => {
    folder = workingFolder();
    const result = await runCli(
      ["train", "--seed", "42", "--epochs", "2", "--json", "--gradient-norms", "every:5", "--engine", "reference"],
      { cwd: folder },
    );
    expect(result).toMatchObject({ code: 0, stderr: "" });
    stdout = result.stdout;
    events = eventsOf(stdout);
  });

  test("prints one object per line with type and runId and nothing else", () => {
    expect(new Set(events.map(({ runId }) => runId)).size).toBe(1);
    for (const event of events) expect(event.type).toMatch(/^[a-z-]+$/);
  });

  test("begins with what trains on what", () => {
    expect(events[0]).toMatchObject({
      type: "run-started",
      engine: "reference",
      skipped: [],
      seed: 42,
      model: {
        name: "Net",
        text:
          "Net(\n" +
          "  (fc1): Linear(in_features=784, out_features=128, bias=True)\n" +
          "  (fc2): Linear(in_features=128, out_features=64, bias=True)\n" +
          "  (fc3): Linear(in_features=64, out_features=10, bias=True)\n)",
        parameterCount: 109_386,
        stateDict: [
          { name: "fc1.weight", shape: [128, 784], dtype: "float32" },
          { name: "fc1.bias", shape: [128], dtype: "float32" },
          { name: "fc2.weight", shape: [64, 128], dtype: "float32" },
          { name: "fc2.bias", shape: [64], dtype: "float32" },
          { name: "fc3.weight", shape: [10, 64], dtype: "float32" },
          { name: "fc3.bias", shape: [10], dtype: "float32" },
        ],
      },
      settings: { epochs: 2, batchSize: 64, optimizer: "adam", lr: 0.001 },
      dataset: { name: "MNIST", trainCount: 640, testCount: 200, synthetic: false },
    });
  });

  test("reports every step's loss exactly once, in order, as float32", () => {
    const measured = byType(events, "steps-measured");
    let next = 1;
    for (const { firstStep, losses } of measured) {
      expect(firstStep).toBe(next);
      next += losses.length;
      for (const loss of losses) expect(Math.fround(Number(loss))).toBe(loss);
    }
    expect(next).toBe(21);
  });

  test("an epoch's loss is the mean over its batches", () => {
    const losses = byType(events, "steps-measured").flatMap(event => event.losses.map(Number));
    byType(events, "epoch-finished").forEach(({ epoch, epochs, loss, total, correct, accuracy }, index) => {
      const mean = losses.slice(index * 10, index * 10 + 10).reduce((sum, value) => sum + value, 0) / 10;
      expect(loss).toBeCloseTo(mean, 12);
      expect({ epoch, epochs, total }).toEqual({ epoch: index + 1, epochs: 2, total: 200 });
      expect(accuracy).toBe((100 * correct) / 200);
    });
  });

  test("measures gradient norms where asked, and at each epoch's end", () => {
    const measured = byType(events, "gradients-measured");
    expect(measured.map(({ step }) => step)).toEqual([5, 10, 15, 20]);
    expect(byType(events, "epoch-finished").map(({ gradientNorms }) => gradientNorms)).toEqual([
      measured[1]!.norms,
      measured[3]!.norms,
    ]);
    for (const { norms, total } of measured) {
      expect(Object.keys(norms)).toHaveLength(6);
      expect(total).toBeCloseTo(Math.hypot(...Object.values(norms).map(Number)), 12);
    }
  });

  test("ends with the evaluation and the place of the weights", () => {
    const [evaluated] = byType(events, "evaluated");
    expect(evaluated!.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(200);
    expect(evaluated!.perClass).toHaveLength(10);
    expect(events.at(-1)).toMatchObject({
      type: "run-finished",
      outcome: "completed",
      accuracy: evaluated!.accuracy,
      weightsPath: "mnist_model.pth",
    });
  });

  test("the saved weights evaluate to the same result", async () => {
    const { stdout: output } = await runCli(["evaluate", "--weights", "mnist_model.pth", "--json"], { cwd: folder });
    const after = byType(eventsOf(output), "evaluated")[0]!;
    const before = byType(events, "evaluated")[0]!;
    expect(after.confusion).toEqual(before.confusion);
    expect(Number(after.loss)).toBeCloseTo(Number(before.loss), 5);
  });

  test("the same seed gives the same run to the last bit", async () => {
    const again = await runCli(
      ["train", "--seed", "42", "--epochs", "2", "--json", "--engine", "reference", "--save", "again.pth"],
      { cwd: folder },
    );
    const losses = (all: readonly RunEvent[]) => byType(all, "steps-measured").flatMap(event => event.losses);
    expect(losses(eventsOf(again.stdout))).toEqual(losses(events));
    expect(readFileSync(join(folder, "again.pth"))).toEqual(readFileSync(join(folder, "mnist_model.pth")));
  });
});

describe("train in a pipe", () => {
  test("prints the tutorial's lines and no progress bar", async () => {
    const folder = workingFolder();
    const { code, stdout } = await runCli(["train", "--epochs", "2", "--seed", "1"], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout.match(/^Epoch \[\d\/2\] \| Loss: \d\.\d{4} \| Accuracy: \d+\.\d\d%$/gm)).toHaveLength(2);
    expect(stdout).not.toContain("\r");
    expect(stdout).toContain("✅ Model saved: mnist_model.pth");
  });

  test("a seed that was drawn is shown, and gives the same run again", async () => {
    const folder = workingFolder();
    const first = eventsOf((await runCli(["train", "--epochs", "1", "--json"], { cwd: folder })).stdout);
    const { seed } = byType(first, "run-started")[0]!;
    const second = eventsOf(
      (await runCli(["train", "--epochs", "1", "--json", "--seed", String(seed)], { cwd: folder })).stdout,
    );
    expect(byType(second, "evaluated")[0]!.confusion).toEqual(byType(first, "evaluated")[0]!.confusion);
  });

  test("never overwrites a file, adds a number and says so; --force overwrites", async () => {
    const folder = workingFolder();
    writeFileSync(join(folder, "mnist_model.pth"), "the user's");
    const options = ["train", "--epochs", "1", "--max-steps", "2"];
    const { stdout } = await runCli(options, { cwd: folder });
    expect(stdout).toContain("mnist_model.pth exists and was left as it is");
    expect(stdout).toContain("✅ Model saved: mnist_model-2.pth");
    expect(readFileSync(join(folder, "mnist_model.pth"), "utf8")).toBe("the user's");
    await runCli([...options, "--force"], { cwd: folder });
    expect(readFileSync(join(folder, "mnist_model.pth")).length).toBeGreaterThan(400_000);
  });

  test("--limit and --max-steps bound the work", async () => {
    const folder = workingFolder();
    const { stdout } = await runCli(["train", "--limit", "100", "--max-steps", "3", "--json"], { cwd: folder });
    const events = eventsOf(stdout);
    expect(byType(events, "run-started")[0]).toMatchObject({ dataset: { trainCount: 100 }, totalSteps: 3 });
    expect(byType(events, "steps-measured").flatMap(({ losses }) => losses)).toHaveLength(3);
    expect(byType(events, "epoch-finished")).toHaveLength(2);
  });

  test("a .safetensors name saves safetensors, which evaluates alike", async () => {
    const folder = workingFolder();
    await runCli(["train", "--epochs", "1", "--seed", "3", "--save", "a.pth"], { cwd: folder });
    await runCli(["train", "--epochs", "1", "--seed", "3", "--save", "a.safetensors"], { cwd: folder });
    const [pth, safetensors] = await Promise.all(
      ["a.pth", "a.safetensors"].map(async weights =>
        byType(
          eventsOf((await runCli(["evaluate", "--weights", weights, "--json"], { cwd: folder })).stdout),
          "evaluated",
        ),
      ),
    );
    expect(safetensors![0]!.confusion).toEqual(pth![0]!.confusion);
  });
});

describe("stopping", () => {
  test("Ctrl-C stops after the current batch, saves, says so and exits with 130", async () => {
    const folder = workingFolder();
    let sent = false;
    const result = await runCli(["train", "--epochs", "10000", "--json"], {
      cwd: folder,
      onStdout: (soFar, child) => {
        if (sent || !soFar.includes("epoch-finished")) return;
        sent = child.kill("SIGINT");
      },
    });
    expect(result.code).toBe(130);
    expect(result.stderr).toContain("Stopping after this batch");
    const last = eventsOf(result.stdout).at(-1);
    expect(last).toMatchObject({ type: "run-finished", outcome: "stopped", weightsPath: "mnist_model.pth" });
    expect((await runCli(["evaluate", "--weights", "mnist_model.pth"], { cwd: folder })).code).toBe(0);
  });

  test("a second Ctrl-C ends at once and leaves no half-written file", async () => {
    const folder = workingFolder();
    const result = await runCli(["train", "--epochs", "10000", "--json"], {
      cwd: folder,
      onStdout: (soFar, child) => {
        if (soFar.includes("steps-measured")) child.kill("SIGINT"); // and again with every further line
      },
    });
    expect(result.code).toBe(130);
    expect(readdirSync(folder).filter(name => name.endsWith(".tmp"))).toEqual([]);
  });

  test("a reader that closes the pipe early is no error", () => {
    const folder = workingFolder();
    const command = `"${process.execPath}" "${join(process.cwd(), "dist/cli.js")}" train --epochs 3 --json | head -1`;
    const output = execFileSync("bash", ["-c", `set -o pipefail; ${command}`], { cwd: folder, encoding: "utf8" });
    expect(JSON.parse(output)).toMatchObject({ type: "run-started" });
  });
});

describe("what goes wrong is one clear sentence", () => {
  test("a loss that breaks at once names the step, and no weights are kept", async () => {
    const folder = workingFolder();
    const { code, stdout, stderr } = await runCli(["train", "--lr", "1e30", "--json"], { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The loss became (NaN|infinite) at step [23], in epoch 1\.\n.*learning rate/);
    const events = eventsOf(stdout);
    expect(events.at(-1)).toMatchObject({ type: "run-failed" });
    expect(events.at(-1)).not.toHaveProperty("weightsPath");
    expect(["NaN", "Infinity"]).toContain(
      byType(events, "steps-measured")
        .flatMap(({ losses }) => losses)
        .at(-1),
    );
    expect(existsSync(join(folder, "mnist_model.pth"))).toBe(false);
  });

  test("a loss that breaks later keeps the weights of the last good epoch", async () => {
    const folder = workingFolder();
    const { code, stdout } = await runCli(["train", "--limit", "64", "--lr", "1e12", "--json"], { cwd: folder });
    expect(code).toBe(1);
    const events = eventsOf(stdout);
    expect(byType(events, "epoch-finished").length).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ type: "run-failed", weightsPath: "mnist_model.pth" });
    expect((await runCli(["evaluate", "--weights", "mnist_model.pth"], { cwd: folder })).code).toBe(0);
  });

  test.each([
    [["train", "--epochs", "0"], /^--epochs must be a whole number/],
    [["train", "--batch-size", "1.5"], /^--batch-size must be a whole number/],
    [["train", "--lr", "-1"], /^--lr must be a number, above 0/],
    [["fly"], /^There is no command "fly"\./],
  ])("%j exits with 2, the sentence and the usage", async (args, sentence) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: temporaryFolder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain("Usage: train-lens COMMAND");
  });

  test("a folder that cannot be written is refused before anything is trained", async () => {
    const folder = workingFolder();
    const { code, stderr, stdout } = await runCli(
      ["train", "--json", "--save", "data/MNIST/raw/train-labels-idx1-ubyte/x.pth"],
      {
        cwd: folder,
      },
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The weights cannot be saved to .*x\.pth: .+\./);
    expect(byType(eventsOf(stdout), "steps-measured")).toEqual([]);
  });

  test("a full disk fails with a sentence and leaves nothing half-written", async context => {
    const folder = workingFolder();
    const disk = join(folder, "disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=300k", "tmpfs", disk], { stdio: "pipe" });
    } catch (error) {
      return context.skip(`a small disk cannot be mounted here: ${String(error)}`);
    }
    try {
      const { code, stderr } = await runCli(["train", "--epochs", "1", "--save", "disk/w.pth"], { cwd: folder });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^The weights cannot be saved to disk\/w\.pth: the disk is full\.\n/);
      expect(readdirSync(disk)).toEqual([]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });

  test.each([
    [
      "are missing",
      "missing.pth",
      /^missing\.pth cannot be read: there is no such file or folder\.\nTrain first, or name/,
    ],
    [
      "are of another network",
      fixturePath("pth", "control_zip.pth"),
      /do not fit Net: missing fc1\.weight.*\nTake the/,
    ],
    ["are a web page", fixturePath("bad", "html_page.pth"), /is a web page.*\nNothing of the file was executed\. If/],
    ["would run a program", fixturePath("bad", "exec_in_state_dict.pth"), /"os\.system".*\n.*save a plain state dict/],
  ])("weights that %s are refused with a way out", async (_, path, sentences) => {
    const { stderr, code } = await runCli(["evaluate", "--weights", path], { cwd: workingFolder() });
    expect(code).toBe(1);
    expect(stderr).toMatch(sentences);
  });

  test("a refused file is inspected and compared with a way out", async () => {
    const [refused, other] = [fixturePath("bad", "html_page.pth"), fixturePath("pth", "control_zip.pth")];
    for (const args of [
      ["inspect", refused],
      ["compare", other, refused],
    ]) {
      const { stdout, stderr, code } = await runCli(args, { cwd: workingFolder() });
      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(/must not be loaded: The file is a web page.*\n.*copy or download it again/);
    }
  });

  test("a truncated data file names the file and the fault", async () => {
    const folder = workingFolder();
    const labels = join(folder, "data", "MNIST", "raw", "train-labels-idx1-ubyte");
    writeFileSync(labels, readFileSync(labels).subarray(0, 100));
    const { code, stderr, stdout } = await runCli(["train", "--json"], { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toContain("train-labels-idx1-ubyte");
    expect(eventsOf(stdout).map(({ type }) => type)).toEqual(["run-failed"]);
    expect(existsSync(join(folder, "mnist_model.pth"))).toBe(false);
  });
});

describe("gradients", () => {
  test("prints the norms of the tutorial's loop for the first batch, without training", async () => {
    const folder = workingFolder();
    const first = eventsOf((await runCli(["gradients", "--seed", "0", "--json"], { cwd: folder })).stdout);
    const measured = byType(first, "gradients-measured")[0]!;
    expect(Object.keys(measured.norms)).toEqual([
      "fc1.weight",
      "fc1.bias",
      "fc2.weight",
      "fc2.bias",
      "fc3.weight",
      "fc3.bias",
    ]);
    expect(first.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed" });
    expect(existsSync(join(folder, "mnist_model.pth"))).toBe(false);
  });

  test("says why a layer gets no gradient", async () => {
    const folder = workingFolder();
    const net = `from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 16)
        self.fc2 = nn.Linear(16, 10)
        nn.init.zeros_(self.fc2.weight)
    def forward(self, x):
        return self.fc2(self.fc1(x.flatten(1)))
`;
    writeFileSync(join(folder, "net.py"), net);
    const concern =
      "No gradient: a layer behind this one lets nothing through, for instance because its weights are 0.";
    const { stdout } = await runCli(["gradients", "net.py", "--seed", "0", "--json"], { cwd: folder });
    expect(byType(eventsOf(stdout), "gradients-measured")[0]!.concerns).toEqual({ fc1: concern });
    expect((await runCli(["gradients", "net.py", "--seed", "0"], { cwd: folder })).stdout).toContain(concern);
  });

  test("measures several batches with the same weights", async () => {
    const folder = workingFolder();
    const measure = async (...options: string[]) => {
      const args = ["gradients", "--seed", "0", "--json", ...options];
      return eventsOf((await runCli(args, { cwd: folder })).stdout);
    };
    const ofOne = byType(await measure(), "gradients-measured")[0]!;
    const again = byType(await measure("--batches", "1"), "gradients-measured")[0]!;
    expect(again.norms).toEqual(ofOne.norms);
    const events = await measure("--batches", "all", "--batch-size", "100");
    const [measured] = byType(events, "gradients-measured");
    const steps = byType(events, "steps-measured").flatMap(({ losses }) => losses);
    expect(measured!.batches).toBe(steps.length);
    expect(byType(events, "run-started")[0]!.totalSteps).toBe(steps.length);
    expect(steps.every(loss => Math.abs(Number(loss) - 2.3) < 0.2)).toBe(true);
  });
});

type EnginesOutput = {
  readonly engine: string;
  readonly available: boolean;
  readonly device?: string;
  readonly stepMicroseconds?: number;
  readonly reason?: string;
}[];

describe("engines --json", () => {
  test("tries each engine: how long a step takes, or why it cannot be used", async () => {
    const { code, stdout, stderr } = await runCli(["engines", "--json"], { cwd: temporaryFolder() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const trials = JSON.parse(stdout) as EnginesOutput;
    for (const { available, device, stepMicroseconds, reason } of trials) {
      const known = available ? [typeof device, typeof stepMicroseconds] : [typeof reason];
      expect(known).toEqual(available ? ["string", "number"] : ["string"]);
    }
    const stepOf = (name: string) => trials.find(({ engine }) => engine === name)!.stepMicroseconds!;
    expect(stepOf("wasm")).toBeLessThan(stepOf("reference"));
  });
});

describe("evaluate --inputs", () => {
  const fixture = (name: string) => join(process.cwd(), "test", "fixtures", "models", name);
  const cnn = fixture("cnn_two_blocks.py");

  /** A folder with a weights file for the class and `count` images. */
  function prepare(count: number) {
    const folder = temporaryFolder();
    const outcome = readPythonModels(readFileSync(cnn, "utf8"))[0]!.outcome;
    if (!outcome.understood) throw new Error(outcome.refusal.reason);
    const weights = initialWeights(outcome.model, new Generator(0));
    writeFileSync(join(folder, "cnn.pth"), encodeWeights("cnn.pth", outcome.model, weights));
    writeFileSync(join(folder, "images.raw"), new Uint8Array(pattern(count * 784, 101, -1, 1).buffer));
    const args = ["evaluate", cnn, "--weights", "cnn.pth", "--inputs", "images.raw"];
    return { folder, args, model: outcome.model, weights };
  }

  test("prints the outputs of a convolutional network for every image, however many", async () => {
    const { folder, args, model, weights } = prepare(230);
    const { code, stdout, stderr } = await runCli([...args, "--json"], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { logits } = JSON.parse(stdout) as { logits: number[][] };
    const network = new Network(model, weights, new Generator(0), FLOAT32);
    const values = pattern(230 * 784, 101, -1, 1);
    const outputs = network.forward({ rows: 230, values, background: 0 }, false);
    expect(logits).toHaveLength(230);
    expect(logits.flat()).toEqual([...outputs]);
  });

  test("says what is wrong with the images before anything is computed", async () => {
    const { folder, args } = prepare(1);
    writeFileSync(join(folder, "images.raw"), new Uint8Array(3000));
    expect(await runCli(args, { cwd: folder })).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("images.raw has 3000 bytes, which is no whole number of images") as string,
    });
    const missing = await runCli(args.with(-1, "nothing.raw"), { cwd: folder });
    expect(missing.stderr).toContain("nothing.raw cannot be read: there is no such file or folder.");
    const idle = await runCli([...args, "--batch-size", "3"], { cwd: folder });
    expect(idle).toMatchObject({ code: 2, stderr: expect.stringContaining("--batch-size means nothing") as string });
  });

  test("a convolutional network is evaluated on the test set by the reference engine, but not trained", async () => {
    const { folder, args } = prepare(1);
    writeIdxDataset(join(folder, "data", "MNIST", "raw"), { trainCount: 64, testCount: 50 });
    const evaluated = await runCli([...args.slice(0, 4), "--json"], { cwd: folder });
    expect(evaluated).toMatchObject({ code: 0, stderr: "" });
    expect(byType(eventsOf(evaluated.stdout), "evaluated")[0]).toMatchObject({ total: 50 });
    const measured = await runCli(["gradients", cnn], { cwd: folder });
    expect(measured).toMatchObject({
      code: 1,
      stderr: "CNN cannot be trained: Conv2d layers cannot be trained yet.\n",
    });
  });
});
