import * as l10n from "@vscode/l10n";
import type { ByteSource } from "../../formats/byteSource";
import { compareWeights, type TensorComparison } from "../../formats/compareWeights";
import { FormatError } from "../../formats/formatError";
import { readFromSource } from "../../formats/reading";
import type { WeightsIndex } from "../../formats/weightsIndex";
import type { ComparedTensor, WeightsPlace } from "../../protocol/inspector";
import { toWireNumber } from "../../protocol/trainer";
import { whyFileFailed } from "../whyFileFailed";
import { MAX_LISTED } from "./listWeights";
import { openPlace } from "./openPlace";

/** How the tensors of the file at `place` differ from those of `before`. Throws `FormatError` for a file that cannot be read. */
export async function compareFiles(
  before: { readonly source: ByteSource; readonly index: WeightsIndex },
  place: WeightsPlace,
  signal: AbortSignal,
): Promise<ComparedTensor[]> {
  const { source, readIndex } = await openPlace(place).catch((error: unknown) => {
    if (error instanceof FormatError) throw error;
    throw new FormatError(l10n.t("The file cannot be read: {0}.", whyFileFailed(error)));
  });
  try {
    const index = await readFromSource(source, readIndex(), signal);
    const compared: ComparedTensor[] = [];
    for await (const comparison of compareWeights(before, { source, index }, signal)) {
      compared.push(describe(comparison));
      if (compared.length === MAX_LISTED) break;
    }
    return compared;
  } finally {
    await source.close();
  }
}

function describe({ name, before, after, difference, reason }: TensorComparison): ComparedTensor {
  return {
    name,
    ...(before && { before: { dtype: before.dtype, shape: before.shape } }),
    ...(after && { after: { dtype: after.dtype, shape: after.shape } }),
    ...(difference && {
      difference: {
        relativeL2: toWireNumber(difference.relativeL2),
        ...(difference.cosine !== undefined && { cosine: toWireNumber(difference.cosine) }),
        largest: toWireNumber(difference.largest),
      },
    }),
    ...(reason !== undefined && { reason }),
  };
}
