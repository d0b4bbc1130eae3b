import { ENGINE_FACTORIES } from "../engines/factories";
import { inspectFile, type InspectOptions } from "../inspect";
import { describeModels } from "../../model/source/describeModels";
import { inspectionLines } from "./inspectionLines";
import { modelLines } from "./modelLines";
import { readModelFile } from "./resolveModel";

interface AnswerOptions {
  readonly json: boolean;
}

/** Prints the engines of this build and whether each can be used here. */
export async function printEngines({ json }: AnswerOptions): Promise<number> {
  const engines = await Promise.all(
    ENGINE_FACTORIES.map(async factory => {
      const reason = await factory.whyUnavailable();
      return { engine: factory.kind, available: reason === undefined, ...(reason !== undefined && { reason }) };
    }),
  );
  const lines = engines.map(({ engine, reason }) => `${engine.padEnd(10)} ${reason ?? "available"}`);
  print(json, engines, lines);
  return 0;
}

/** Prints what a weights file holds; 1 when it must not be loaded. */
export async function printInspection(path: string, options: AnswerOptions & InspectOptions): Promise<number> {
  const { output, refused } = await inspectFile(path, options);
  print(options.json, output, inspectionLines(path, output));
  return refused ? 1 : 0;
}

/** Prints the models of a source file; 1 when it has none. */
export async function printModels(file: string, { json }: AnswerOptions): Promise<number> {
  const models = describeModels(await readModelFile(file), file);
  print(json, models, modelLines(file, models));
  return models.length === 0 ? 1 : 0;
}

function print(json: boolean, value: unknown, lines: readonly string[]): void {
  process.stdout.write(`${json ? JSON.stringify(value, undefined, 2) : lines.join("\n")}\n`);
}
