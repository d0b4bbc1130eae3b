import { readFile } from "node:fs/promises";
import type { FileSettings, ModelReading, Refusal } from "../../model/source/readModels";
import { readModelFile } from "../../model/source/readModelFile";
import type { ModelSpec } from "../../model/modelSpec";
import { ExpectedError } from "../../protocol/expectedError";
import { whyFileFailed } from "../whyFileFailed";
import type { ModelArgument } from "./options";

/** A class of a model file, as it was read. */
export interface ResolvedModel {
  readonly model: ModelSpec;
  readonly fileSettings: FileSettings;
  /** Why the class, though understood, must not be trained yet. */
  readonly untrainable?: Refusal;
}

/** Reads the class that the command line names; the only one of the file when it names none. */
export async function resolveModel({ file, className }: ModelArgument): Promise<ResolvedModel> {
  const readings = readModelFile(await readSource(file), file);
  const { outcome, name } = chooseReading(file, readings, className);
  if (outcome.understood) return outcome;
  const { line, reason } = outcome.refusal;
  throw new ExpectedError(`${name} cannot be read: ${file}:${line}: ${reason}`);
}

/** The text of a model file. */
export async function readSource(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new ExpectedError(`${file} cannot be read: ${whyFileFailed(error)}.`);
  }
}

function chooseReading(file: string, readings: readonly ModelReading[], wanted: string | undefined): ModelReading {
  const names = readings.map(({ name }) => name);
  if (readings.length === 0) {
    throw new ExpectedError(
      `${file} has no model.`,
      "A model is a class that derives from torch.nn.Module, or in a script a tf.sequential.",
    );
  }
  const found = wanted === undefined ? readings : readings.filter(({ name }) => name === wanted);
  if (found.length === 0) throw new ExpectedError(`${file} has no model ${wanted ?? ""}, but ${names.join(", ")}.`);
  if (found.length > 1 && wanted === undefined) {
    throw new ExpectedError(
      `${file} has several models: ${names.join(", ")}.`,
      `Name one: ${file}:${names.at(-1) ?? ""}`,
    );
  }
  return found.at(-1)!; // of classes with the same name Python keeps the last
}
