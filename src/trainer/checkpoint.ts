import * as l10n from "@vscode/l10n";
import { FormatError } from "../formats/formatError";
import { refusalAdvice } from "../formats/refusalAdvice";
import { findStateDict, readStateDict, writeSafetensors, writeTorchStateDict } from "../formats/weightsFile";
import { checkFit, isFitting, renameTensor, type Comparison, type Renaming } from "../model/fitCheck";
import type { ModelSpec, Shape } from "../model/modelSpec";
import { stateEntries } from "../model/stateDict";
import { ExpectedError } from "../protocol/expectedError";
import { openWeights, type OpenWeights } from "./openWeights";
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

/**
 * Reads a state dict, also one inside a checkpoint, that must have the tensors of `model`, as `load_state_dict(strict=True)`
 * demands; their names are those of the file after `renaming`.
 */
export async function readWeights(path: string, model: ModelSpec, renaming?: Renaming): Promise<Weights> {
  const { bytes, readIndex } = await readBytes(path);
  const read = parseWeights(path, () => findStateDict(readStateDict(bytes, readIndex())));
  const stateDict = renaming
    ? new Map(Array.from(read, ([name, tensor]) => [renameTensor(name, renaming), tensor]))
    : read;
  const expected = stateEntries(model);
  const found = Array.from(stateDict, ([name, { shape }]) => ({ name, shape }));
  const { asIs, renamed } = checkFit(expected, found);
  if (!isFitting(asIs)) {
    throw new ExpectedError(
      l10n.t("The weights in {0} do not fit {1}: {2}.", path, model.name, describeMisfit(asIs)),
      renamed && isFitting(renamed.comparison)
        ? describeRenaming(renamed.renaming)
        : l10n.t("Take the weights of this class, or the class that these weights were saved from."),
    );
  }
  const zero = () => new Float32Array(1); // of what fits, only a counter may be absent
  return parseWeights(
    path,
    () => new Map(expected.map(({ name }) => [name, stateDict.get(name)?.toFloat32() ?? zero()])),
  );
}

function describeMisfit({ missing, unexpected, mismatched }: Comparison): string {
  const shapes = mismatched.map(({ name, inFile, inModel }) =>
    l10n.t("{0} is {1} instead of {2}", name, text(inFile), text(inModel)),
  );
  return [
    ...(missing.length > 0 ? [l10n.t("missing {0}", list(missing))] : []),
    ...(unexpected.length > 0 ? [l10n.t("unknown {0}", list(unexpected))] : []),
    ...(shapes.length > 0 ? [list(shapes)] : []),
  ].join("; ");
}

function describeRenaming({ prefix, change }: Renaming): string {
  return change === "removed"
    ? l10n.t("They fit once {0} is taken off the beginning of their names.", prefix)
    : l10n.t("They fit once {0} is put before their names.", prefix);
}

async function readBytes(path: string): Promise<{ bytes: Uint8Array } & Pick<OpenWeights, "readIndex">> {
  try {
    const { source, readIndex } = await openWeights(path);
    try {
      if (source.size > MAX_WEIGHTS_BYTES)
        throw new ExpectedError(
          l10n.t("{0} is too large for a network that trains here.", path),
          l10n.t("At most 2 GB are read. Save the network's state dict alone, without that of its optimizer."),
        );
      return { bytes: await source.read(0, source.size), readIndex };
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    if (error instanceof FormatError) throw cannotLoad(path, error);
    throw new ExpectedError(
      l10n.t("{0} cannot be read: {1}.", path, whyFileFailed(error)),
      l10n.t("Train first, or name another weights file."),
    );
  }
}

/** What `parse` makes of the file at `path`; a fault of the format becomes a sentence that names the file. */
function parseWeights<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof FormatError ? cannotLoad(path, error) : error;
  }
}

const cannotLoad = (path: string, { message }: FormatError) =>
  new ExpectedError(l10n.t("{0} cannot be loaded: {1}", path, message), refusalAdvice(l10n.t));
const text = (shape: Shape) => `[${shape.join(", ")}]`;
const SHOWN = 5;
const list = (items: readonly string[]) =>
  items.length > SHOWN
    ? l10n.t("{0} and {1} more", items.slice(0, SHOWN).join(", "), items.length - SHOWN)
    : items.join(", ");
