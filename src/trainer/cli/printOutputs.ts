import { once } from "node:events";
import { FormatError } from "../../formats/formatError";
import { TUTORIAL_NET } from "../../model/tutorialNet";
import { ExpectedError } from "../../protocol/expectedError";
import { toWireNumber } from "../../protocol/trainer";
import { readWeights } from "../checkpoint";
import { computeOutputs } from "../computeOutputs";
import { FileSource } from "../fileSource";
import { whyFileFailed } from "../whyFileFailed";
import type { RunArguments } from "./options";
import { resolveModel } from "./resolveModel";

/** Prints what the model gives for each image of the file `inputs`: `{"logits": [[...], ...]}`, or lines for people. */
export async function printOutputs({ model: named, weights, json }: RunArguments, inputs: string): Promise<number> {
  const { model } = named ? await resolveModel(named) : { model: TUTORIAL_NET };
  const tensors = await readWeights(weights!, model);
  const source = await openInputs(inputs);
  const write = async (text: string) => {
    if (!process.stdout.write(text)) await once(process.stdout, "drain");
  };
  try {
    let image = 0;
    for await (const outputs of computeOutputs(model, tensors, inputs, source)) {
      const first = image;
      image += outputs.length;
      const rows = outputs.map(row => Array.from(row, toWireNumber));
      if (json)
        await write(`${first === 0 ? '{"logits": [\n' : ",\n"}${rows.map(row => JSON.stringify(row)).join(",\n")}`);
      else await write(outputs.map((row, at) => `${line(first + at, row)}\n`).join(""));
    }
    if (json) await write("\n]}\n");
  } finally {
    await source.close();
  }
  return 0;
}

async function openInputs(path: string): Promise<FileSource> {
  try {
    return await FileSource.open(path);
  } catch (error) {
    if (error instanceof FormatError) throw new ExpectedError(`${path}: ${error.message}`);
    throw new ExpectedError(
      `${path} cannot be read: ${whyFileFailed(error)}.`,
      "Name a file of images: raw little-endian float32 [N, 1, 28, 28].",
    );
  }
}

function line(image: number, row: Float32Array): string {
  const highest = row.indexOf(Math.max(...row));
  return `image ${image}: class ${highest} of ${Array.from(row, value => value.toFixed(4)).join("  ")}`;
}
