import { readFile, stat } from "node:fs/promises";
import { FormatError } from "../formats/formatError";
import { findStateDict, readStateDict, writeSafetensors, writeTorchStateDict } from "../formats/weightsFile";
import type { ModelSpec, Shape } from "../model/modelSpec";
import { stateEntries } from "../model/stateDict";
import { ExpectedError } from "../protocol/expectedError";
import { whyFileFailed } from "./whyFileFailed";
import type { Weights } from "./engines/engine";

const MAX_WEIGHTS_BYTES = 2 ** 31;

/** The bytes of a file for `path`: safetensors by that extension, else what `torch.save(model.state_dict())` writes. */
export function encodeWeights(path: string, model: ModelSpec, weights: Weights): Uint8Array {
  const tensors = stateEntries(model).map(({ name, dtype, shape }) => {
    const values = weights.get(name)!;
    return { name, dtype, shape, data: dtype === "int64" ? BigInt64Array.from(values, BigInt) : values };
  });
  return path.endsWith(".safetensors") ? writeSafetensors(tensors) : writeTorchStateDict(tensors);
}

/** Reads a state dict, also one inside a checkpoint, that must have exactly the tensors of `model`, as `load_state_dict(strict=True)` demands. */
export async function readWeights(path: string, model: ModelSpec): Promise<Weights> {
  const bytes = await readBytes(path);
  const stateDict = parseWeights(path, () => findStateDict(readStateDict(bytes)));
  const expected = stateEntries(model);
  const missing = expected.filter(({ name }) => !stateDict.has(name)).map(({ name }) => name);
  const unexpected = [...stateDict.keys()].filter(name => !expected.some(entry => entry.name === name));
  const reshaped = expected.flatMap(({ name, shape }) => {
    const found = stateDict.get(name)?.shape;
    return found && !isSameShape(found, shape) ? [`${name} is ${text(found)} instead of ${text(shape)}`] : [];
  });
  const faults = [
    ...(missing.length > 0 ? [`missing ${list(missing)}`] : []),
    ...(unexpected.length > 0 ? [`unknown ${list(unexpected)}`] : []),
    ...(reshaped.length > 0 ? [list(reshaped)] : []),
  ];
  if (faults.length > 0) {
    throw new ExpectedError(`The weights in ${path} do not fit ${model.name}: ${faults.join("; ")}.`);
  }
  return parseWeights(path, () => new Map(expected.map(({ name }) => [name, stateDict.get(name)!.toFloat32()])));
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_WEIGHTS_BYTES) throw new ExpectedError(`${path} is too large for a network that trains here.`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    throw new ExpectedError(
      `${path} cannot be read: ${whyFileFailed(error)}.`,
      "Train first, or name another weights file.",
    );
  }
}

/** What `parse` makes of the file at `path`; a fault of the format becomes a sentence that names the file. */
function parseWeights<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FormatError) throw new ExpectedError(`${path} cannot be loaded: ${error.message}`);
    throw error;
  }
}

const isSameShape = (a: Shape, b: Shape) => a.length === b.length && a.every((size, index) => size === b[index]);
const text = (shape: Shape) => `[${shape.join(", ")}]`;
const SHOWN = 5;
const list = (items: readonly string[]) =>
  items.slice(0, SHOWN).join(", ") + (items.length > SHOWN ? ` and ${items.length - SHOWN} more` : "");
