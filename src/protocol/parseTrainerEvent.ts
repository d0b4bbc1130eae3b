import {
  ENGINE_KINDS,
  type ConfusedPair,
  type DataProgressed,
  type DescribedDataset,
  type DescribedModel,
  type EngineChanged,
  type EpochFinished,
  type Evaluated,
  type EvaluationProgressed,
  type GradientsMeasured,
  type RunFailed,
  type RunFinished,
  type RunStarted,
  type StepsMeasured,
  type TrainerEvent,
  type TrainerReady,
} from "./trainer";

type Check = (value: unknown) => boolean;
/** A check for every field of a message but its tag. */
type FieldChecks<M> = { readonly [K in keyof Omit<Required<M>, "type">]: Check };

const text: Check = value => typeof value === "string";
const flag: Check = value => typeof value === "boolean";
const finite: Check = value => Number.isFinite(value);
const count: Check = value => Number.isSafeInteger(value) && (value as number) >= 0;
const oneOf =
  (values: readonly unknown[]): Check =>
  value =>
    values.includes(value);
const optional =
  (check: Check): Check =>
  value =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check);
const mapOf =
  (check: Check): Check =>
  value =>
    isObject(value) && Object.values(value).every(check);
const fields =
  <M>(checks: FieldChecks<M>): Check =>
  value =>
    isObject(value) && Object.entries<Check>(checks).every(([name, check]) => check(value[name]));

const isWireNumber: Check = value => finite(value) || value === "NaN" || value === "Infinity" || value === "-Infinity";
const norms = mapOf(isWireNumber);
const runId = text;

const describedModel = fields<DescribedModel>({
  name: text,
  text,
  parameterCount: count,
  stateDict: listOf(fields<DescribedModel["stateDict"][number]>({ name: text, shape: listOf(count), dtype: text })),
});

const describedDataset = fields<DescribedDataset>({
  name: text,
  source: text,
  trainCount: count,
  testCount: count,
  synthetic: flag,
  reason: optional(text),
});

/** The settings that are shown; an extension that does not know one of the others loses nothing. */
const shownSettings = fields<Pick<RunStarted["settings"], "epochs" | "batchSize" | "lr" | "optimizer">>({
  epochs: count,
  batchSize: count,
  lr: finite,
  optimizer: text,
});

const confusedPair = fields<ConfusedPair>({
  label: count,
  predicted: count,
  count,
  examples: listOf(fields<ConfusedPair["examples"][number]>({ index: count, pixels: text })),
});

const CHECKS: { readonly [T in TrainerEvent["type"]]: Check } = {
  "trainer-ready": fields<TrainerReady>({ protocolVersion: finite, pid: count }),
  "trainer-alive": isObject,
  "data-progressed": fields<DataProgressed>({ runId, file: text, receivedBytes: count, totalBytes: count }),
  "run-started": fields<RunStarted>({
    runId,
    task: oneOf(["train", "evaluate", "gradients"]),
    engine: oneOf(ENGINE_KINDS),
    device: text,
    skipped: listOf(fields<RunStarted["skipped"][number]>({ engine: oneOf(ENGINE_KINDS), reason: text })),
    model: describedModel,
    settings: shownSettings,
    dataset: describedDataset,
    seed: finite,
    totalSteps: count,
  }),
  "steps-measured": fields<StepsMeasured>({ runId, firstStep: count, losses: listOf(isWireNumber) }),
  "gradients-measured": fields<GradientsMeasured>({
    concerns: optional(mapOf(text)),
    runId,
    step: count,
    norms,
    total: isWireNumber,
    batches: optional(count),
  }),
  "epoch-finished": fields<EpochFinished>({
    runId,
    epoch: count,
    epochs: count,
    loss: isWireNumber,
    accuracy: finite,
    correct: count,
    total: count,
    trainSeconds: finite,
    evaluateSeconds: finite,
    gradientNorms: norms,
  }),
  "engine-changed": fields<EngineChanged>({
    runId,
    engine: oneOf(ENGINE_KINDS),
    device: text,
    lost: oneOf(ENGINE_KINDS),
    reason: text,
  }),
  "evaluation-progressed": fields<EvaluationProgressed>({ runId, done: count, total: count }),
  evaluated: fields<Evaluated>({
    runId,
    accuracy: finite,
    correct: count,
    total: count,
    loss: isWireNumber,
    perClass: listOf(isWireNumber),
    confusion: listOf(listOf(count)),
    confusedPairs: listOf(confusedPair),
    pictureShape: listOf(count),
  }),
  "run-finished": fields<RunFinished>({
    runId,
    outcome: oneOf(["completed", "stopped"]),
    accuracy: optional(finite),
    seconds: finite,
    weightsPath: optional(text),
  }),
  "run-failed": fields<RunFailed>({ runId, message: text, hint: optional(text), weightsPath: optional(text) }),
};

/** The event that `message` is, or undefined when it is none that this build knows. The one door for what a trainer says. */
export function parseTrainerEvent(message: unknown): TrainerEvent | undefined {
  if (!isObject(message) || typeof message["type"] !== "string") return undefined;
  if (!Object.hasOwn(CHECKS, message["type"])) return undefined;
  const check = CHECKS[message["type"] as TrainerEvent["type"]];
  return check(message) ? (message as unknown as TrainerEvent) : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
