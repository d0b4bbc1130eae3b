import { DEFAULT_SETTINGS } from "../../../src/model/trainingSettings";
import { parameterCount, stateEntries } from "../../../src/model/stateDict";
import { printModel } from "../../../src/model/printModel";
import { TUTORIAL_NET } from "../../../src/model/tutorialNet";
import type { HostToPanel, RunOutcome, RunState } from "../../../src/protocol/panel";
import type {
  EpochFinished,
  Evaluated,
  GradientsMeasured,
  RunEvent,
  RunStarted,
  RunTask,
  StepsMeasured,
} from "../../../src/protocol/trainer";
import { goldenRun, type GoldenRun } from "../../support/golden";

const RUN = "run-1";
const PER_EPOCH = 938;
/** A ring, for a digit that was taken for another one. */
const PICTURE = Buffer.from(
  Array.from({ length: 784 }, (_, at) => {
    const distance = Math.hypot((at % 28) - 13.5, Math.floor(at / 28) - 13.5);
    return Math.max(0, 255 - 80 * Math.abs(distance - 8));
  }),
).toString("base64");
const EPOCHS = 5;

type Norms = Readonly<Record<string, number>>;
const golden = goldenRun(42) as Omit<GoldenRun, "epochs"> & {
  readonly epochs: readonly (GoldenRun["epochs"][number] & { readonly grad_l2_last_batch: Norms })[];
};

/** PyTorch's losses of the first epoch; those of the later ones have its scatter around their own recorded mean. */
function losses(): number[] {
  const scatter = [...golden.loss_epoch1.slice(469), ...golden.loss_epoch1.slice(469)];
  const mean = scatter.reduce((sum, loss) => sum + loss, 0) / scatter.length;
  const later = golden.epochs.slice(1).flatMap(epoch => scatter.map(loss => (loss / mean) * epoch.mean_loss));
  return [...golden.loss_epoch1, ...later];
}

/** What a preview changes about the run. */
interface Variation {
  readonly task?: RunTask;
  readonly synthetic?: boolean;
  readonly epochs?: number;
}

function started({ task = "train", synthetic = false, epochs = EPOCHS }: Variation): RunStarted {
  const entries = stateEntries(TUTORIAL_NET);
  return {
    type: "run-started",
    runId: RUN,
    task,
    engine: "wasm",
    device: "CPU, WebAssembly with 256-bit SIMD, up to 2 threads",
    skipped: [
      { engine: "webgpu", reason: "no adapter was found (no Vulkan driver is installed)" },
      { engine: "tfjs", reason: "@tensorflow/tfjs-node-gpu is not installed" },
    ],
    model: {
      name: "Net",
      text: printModel(TUTORIAL_NET),
      parameterCount: parameterCount(TUTORIAL_NET),
      stateDict: entries.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    },
    settings: { ...DEFAULT_SETTINGS, epochs },
    dataset: {
      name: "MNIST",
      source: synthetic ? "drawn by Train Lens with seed 42" : "/data/digits/data/MNIST/raw",
      trainCount: 60_000,
      testCount: 10_000,
      synthetic,
      ...(synthetic && {
        reason: "no mirror of MNIST answered (getaddrinfo ENOTFOUND ossci-datasets.s3.amazonaws.com)",
      }),
    },
    seed: 42,
    totalSteps: task === "train" ? epochs * PER_EPOCH : 0,
  };
}

const norms = (epoch: number) => golden.epochs[epoch - 1]!.grad_l2_last_batch;

/** Norms between the recorded ones are not known; these move evenly from one to the next. */
function normsAt(step: number) {
  const before = step < PER_EPOCH ? golden.grad_l2["100"]! : norms(Math.floor(step / PER_EPOCH));
  const after = norms(Math.min(EPOCHS, Math.floor(step / PER_EPOCH) + 1));
  const share = (step % PER_EPOCH) / PER_EPOCH;
  const wave = 1 + 0.35 * Math.sin(step / 97) * Math.cos(step / 41);
  return Object.fromEntries(
    Object.keys(after).map(name => [name, before[name]! ** (1 - share) * after[name]! ** share * wave]),
  );
}

function epochFinished(epoch: number): EpochFinished {
  const { mean_loss: loss, correct } = golden.epochs[epoch - 1]!;
  return {
    type: "epoch-finished",
    runId: RUN,
    epoch,
    epochs: EPOCHS,
    loss,
    accuracy: correct / 100,
    correct,
    total: 10_000,
    trainSeconds: 2.31 + 0.07 * Math.sin(epoch),
    evaluateSeconds: 0.18 + 0.01 * Math.cos(epoch),
    gradientNorms: norms(epoch),
  };
}

const evaluated: Evaluated = {
  type: "evaluated",
  runId: RUN,
  accuracy: golden.eval.correct / 100,
  correct: golden.eval.correct,
  total: 10_000,
  loss: golden.eval.test_mean_cross_entropy,
  perClass: golden.eval.per_class_accuracy.map(share => 100 * share),
  confusion: golden.eval.confusion_rows_true_cols_predicted,
  confusedPairs: [
    { label: 4, predicted: 9, count: 31, examples: [0, 1, 2, 3, 4].map(index => ({ index, pixels: PICTURE })) },
    { label: 7, predicted: 2, count: 12, examples: [{ index: 321, pixels: PICTURE }] },
  ],
  pictureShape: [28, 28],
};

/** The events of the tutorial's run up to `steps` steps, 25 steps a message. */
export function trainingEvents(steps: number, variation: Variation = {}): RunEvent[] {
  const all = losses();
  const events: RunEvent[] = [started(variation)];
  for (let first = 1; first <= steps;) {
    const epoch = Math.ceil(first / PER_EPOCH);
    const last = Math.min(first + 24, epoch * PER_EPOCH, steps);
    const message: StepsMeasured = {
      type: "steps-measured",
      runId: RUN,
      firstStep: first,
      losses: all.slice(first - 1, last),
    };
    events.push(message);
    for (const step of [1, 10, 100].filter(at => at >= first && at <= last)) {
      events.push({ type: "gradients-measured", runId: RUN, step, norms: golden.grad_l2[step]!, total: 1 });
    }
    const every = Math.floor(last / 100) * 100;
    if (every >= first && every > 100)
      events.push({ type: "gradients-measured", runId: RUN, step: every, norms: normsAt(every), total: 1 });
    if (last === epoch * PER_EPOCH) events.push(epochFinished(epoch));
    first = last + 1;
  }
  return events;
}

const TOTAL = EPOCHS * PER_EPOCH;
const weightsPath = "/data/digits/.train-lens/Net-2026-11-22-1653.pth";
const finished = (outcome: "completed" | "stopped"): RunEvent => ({
  type: "run-finished",
  runId: RUN,
  outcome,
  accuracy: 97.02,
  seconds: 12.6,
  weightsPath,
});

const ended = (outcome: RunOutcome, more: { message?: string; hint?: string } = {}): RunState => ({
  phase: "ended",
  runId: RUN,
  outcome,
  ...more,
});
const active = (phase: "starting" | "preparing" | "training" | "stopping"): RunState => ({ phase, runId: RUN });

/** The message that shows a run in a state. */
export function showRun(state: RunState, events: readonly RunEvent[], task: RunTask = "train"): HostToPanel {
  return {
    type: "show-run",
    state,
    run: {
      runId: RUN,
      task,
      startedAt: Date.UTC(2026, 10, 22, 16, 53),
      modelName: "Net",
      modelFile: "examples/net.py",
      events,
    },
  };
}

/** The message that adds events to the run on show. */
export function appended(events: readonly RunEvent[]): HostToPanel {
  return { type: "events-appended", runId: RUN, events };
}

/** A run of a hundred epochs after `epochs` of them, norms at every hundredth step. */
export function longRun(epochs: number): HostToPanel {
  const first = trainingEvents(PER_EPOCH);
  const events: RunEvent[] = [{ ...started({ epochs: 100 }) }];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const offset = epoch * PER_EPOCH;
    for (const event of first) {
      if (event.type === "steps-measured") events.push({ ...event, firstStep: event.firstStep + offset });
      if (event.type === "gradients-measured") events.push({ ...event, step: event.step + offset });
      if (event.type === "epoch-finished") events.push({ ...event, epoch: epoch + 1, epochs: 100 });
    }
  }
  return showRun(active("training"), events);
}

const download: RunEvent = {
  type: "data-progressed",
  runId: RUN,
  file: "train-images-idx3-ubyte.gz",
  receivedBytes: 3_200_000,
  totalBytes: 9_912_422,
};
const evaluating: RunEvent = { type: "evaluation-progressed", runId: RUN, done: 4096, total: 10_000 };
const measuredAll: RunEvent = {
  type: "gradients-measured",
  runId: RUN,
  step: PER_EPOCH,
  norms: golden.grad_l2["100"]!,
  total: 0.7,
  batches: PER_EPOCH,
};
const measured: GradientsMeasured = {
  type: "gradients-measured",
  runId: RUN,
  step: 1,
  norms: golden.grad_l2["1"]!,
  total: 0.7,
};
/** The same with a layer that gets none, and the trainer's sentence about it. */
const withoutGradient = (layer: string, concern: string): RunEvent => ({
  ...measured,
  norms: { ...measured.norms, [`${layer}.weight`]: 0, [`${layer}.bias`]: 0 },
  concerns: { [layer]: concern },
});
const failure = {
  message: "The loss became NaN at step 1,211.",
  hint: "Try a smaller learning rate; the weights of the last good epoch were kept.",
};

/** What a person can meet in the panel. */
export const SCENES = {
  empty: { type: "show-run", state: { phase: "idle" } } as HostToPanel,
  starting: showRun(active("starting"), []),
  downloading: showRun(active("preparing"), [download]),
  "first-steps": showRun(active("training"), trainingEvents(75)),
  running: showRun(active("training"), trainingEvents(2.4 * PER_EPOCH)),
  stopping: showRun(active("stopping"), trainingEvents(2.4 * PER_EPOCH)),
  completed: showRun(ended("completed"), [...trainingEvents(TOTAL), evaluated, finished("completed")]),
  stopped: showRun(ended("stopped"), [...trainingEvents(1.6 * PER_EPOCH), finished("stopped")]),
  interrupted: showRun(
    ended("interrupted", { message: "The window was closed or reloaded before the run was over." }),
    trainingEvents(1.6 * PER_EPOCH),
  ),
  failed: showRun(ended("failed", failure), [
    ...trainingEvents(1.29 * PER_EPOCH),
    { type: "run-failed", runId: RUN, ...failure, weightsPath },
  ]),
  synthetic: showRun(active("training"), trainingEvents(1.4 * PER_EPOCH, { synthetic: true })),
  evaluated: showRun(
    ended("completed"),
    [
      started({ task: "evaluate" }),
      evaluated,
      { type: "run-finished", runId: RUN, outcome: "completed", seconds: 0.4 },
    ],
    "evaluate",
  ),
  evaluating: showRun(active("training"), [started({ task: "evaluate" }), evaluating], "evaluate"),
  gradientsOfAll: showRun(ended("completed"), [started({ task: "gradients" }), measuredAll], "gradients"),
  gradients: showRun(ended("completed"), [started({ task: "gradients" }), measured], "gradients"),
  "dead-layer": showRun(
    ended("completed"),
    [
      started({ task: "gradients" }),
      withoutGradient("fc1", "No gradient: for these images everything behind this layer is switched off by ReLU."),
    ],
    "gradients",
  ),
  "dead-layer-korean": showRun(
    ended("completed"),
    [
      started({ task: "gradients" }),
      withoutGradient("fc1", "기울기가 없습니다. 이 이미지들에 대해 이 레이어 뒤의 값이 모두 ReLU에서 꺼집니다."),
    ],
    "gradients",
  ),
} satisfies Record<string, HostToPanel>;
export type SceneName = keyof typeof SCENES;
