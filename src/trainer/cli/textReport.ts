import type { Handlers } from "../../protocol/handlers";
import type { RunEvent, RunSpec, RunStarted, WireNumber } from "../../protocol/trainer";
import { confusionLines } from "./confusionLines";
import { gradientLines } from "./gradientLines";
import { ProgressLine } from "./progressLine";

/** Prints a run as the tutorial's script prints it, with a progress bar when a person watches. */
export function createTextReport(
  spec: RunSpec,
  output: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number },
): Handlers<RunEvent> {
  const progress = new ProgressLine(output, () => performance.now());
  const print = (line: string) => {
    progress.clear();
    output.write(`${line}\n`);
  };
  let totalSteps = 0;
  let weightsPath = spec.save?.path;
  return {
    "data-progressed": ({ file, receivedBytes, totalBytes }) =>
      progress.show(
        `Downloading ${file}`,
        totalBytes > 0 ? receivedBytes / totalBytes : 0,
        `${megabytes(receivedBytes)} MB`,
      ),
    "run-started": event => {
      totalSteps = event.totalSteps;
      for (const line of introduction(event)) print(line);
    },
    "engine-changed": ({ engine, device, lost, reason }) => {
      print(`${lost}: ${reason}`);
      print(`Engine: ${engine} (${device})`);
    },
    "steps-measured": ({ firstStep, losses }) => {
      const step = firstStep + losses.length - 1;
      progress.show(
        spec.task === "train" ? "Training" : "Measuring",
        step / totalSteps,
        `step ${step}/${totalSteps} · loss ${fixed(losses.at(-1)!, 4)}`,
      );
    },
    "gradients-measured": ({ step, norms, total, batches, concerns }) => {
      const of = batches === undefined ? `at step ${step}` : `of ${grouped(batches)} batches, their means`;
      print(`Gradient norms ${of} (total ${precise(total)})`);
      for (const line of gradientLines(spec.model, norms, spec.task === "gradients" ? concerns : {})) print(line);
    },
    "epoch-finished": ({ epoch, epochs, loss, accuracy }) =>
      print(`Epoch [${epoch}/${epochs}] | Loss: ${fixed(loss, 4)} | Accuracy: ${accuracy.toFixed(2)}%`),
    "evaluation-progressed": ({ done, total }) => progress.show("Evaluating", done / total, `${done}/${total} images`),
    evaluated: ({ accuracy, correct, total, loss, perClass, confusion, confusedPairs }) => {
      if (spec.task === "train") return;
      print(`Accuracy: ${accuracy.toFixed(2)}% (${correct}/${total}) | Loss: ${fixed(loss, 4)}`);
      for (const line of confusionLines(perClass, confusion)) print(line);
      const pairs = confusedPairs
        .slice(0, 5)
        .map(({ label, predicted, count }) => `${label} as ${predicted} (${count})`);
      if (pairs.length > 0) print(`Most often confused: ${pairs.join(", ")}`);
    },
    "run-finished": event => {
      if (spec.task !== "train") return;
      const time = `${event.seconds.toFixed(1)} s`;
      print(event.outcome === "completed" ? `✅ Training finished in ${time}` : `⏹ Training stopped after ${time}`);
      if (event.outcome === "completed" && event.accuracy !== undefined) {
        print(`✅ Final test accuracy: ${event.accuracy.toFixed(2)}%`);
      }
      if (event.weightsPath === undefined) return;
      if (event.weightsPath !== weightsPath) print(`   ${weightsPath ?? ""} exists and was left as it is`);
      weightsPath = event.weightsPath;
      print(`✅ Model saved: ${weightsPath}`);
    },
    "run-failed": event => {
      progress.clear();
      if (event.weightsPath !== undefined) print(`   Weights of the last good epoch: ${event.weightsPath}`);
    },
  };
}

function introduction({ dataset, engine, device, skipped, model, seed, settings, task }: RunStarted): string[] {
  const counts = `${grouped(dataset.trainCount)} training and ${grouped(dataset.testCount)} test images`;
  return [
    `Data:   ${dataset.synthetic ? "SYNTHETIC digits, not " : ""}${dataset.name} (${dataset.source}), ${counts}`,
    ...(dataset.reason === undefined ? [] : [`        ${dataset.reason}`]),
    `Engine: ${engine} (${device})`,
    ...skipped.map(({ engine: other, reason }) => `        not ${other}: ${reason}`),
    `Seed:   ${seed}`,
    ...(task === "train"
      ? [
          `Setup:  ${settings.optimizer}, lr ${settings.lr}, batch size ${settings.batchSize}, ${settings.epochs} ${settings.epochs === 1 ? "epoch" : "epochs"}`,
        ]
      : []),
    model.text,
    `${grouped(model.parameterCount)} parameters`,
    "",
  ];
}

const fixed = (value: WireNumber, digits: number) => (typeof value === "number" ? value.toFixed(digits) : value);
const precise = (value: WireNumber) => (typeof value === "number" ? value.toPrecision(6) : value);
const grouped = (value: number) => value.toLocaleString("en-US");
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
