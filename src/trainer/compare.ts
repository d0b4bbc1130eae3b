import * as l10n from "@vscode/l10n";
import { compareWeights, type TensorComparison, type WeightsSide } from "../formats/compareWeights";
import { FormatError } from "../formats/formatError";
import { refusalAdvice } from "../formats/refusalAdvice";
import { readFromSource } from "../formats/reading";
import type { TensorEntry } from "../formats/weightsIndex";
import { ExpectedError } from "../protocol/expectedError";
import { toWireNumber, type WireNumber } from "../protocol/trainer";
import type { ClosableSource } from "./joinSources";
import { openWeights } from "./openWeights";
import { whyFileFailed } from "./whyFileFailed";

interface DescribedSide {
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** What `train-lens compare --json` prints of each tensor; a side that lacks it is absent, and so is what has no value. */
export interface DescribedComparison {
  readonly name: string;
  readonly before?: DescribedSide;
  readonly after?: DescribedSide;
  readonly relativeL2?: WireNumber;
  readonly cosine?: number;
  readonly l2?: number;
  readonly largest?: number;
  /** Elements left out because they are NaN or infinite. */
  readonly nonFinite?: number;
  /** Why tensors of the same shape were not compared. */
  readonly reason?: string;
}

/** Compares two files tensor by tensor: what cannot be compared first, then by change. Throws `ExpectedError`. */
export async function compareFiles(before: string, after: string): Promise<DescribedComparison[]> {
  const left = await openSide(before);
  try {
    const right = await openSide(after);
    try {
      const comparisons: TensorComparison[] = [];
      for await (const comparison of compareWeights(left, right)) comparisons.push(comparison);
      return comparisons.sort((a, b) => changeOf(b) - changeOf(a)).map(describe);
    } finally {
      await right.source.close();
    }
  } finally {
    await left.source.close();
  }
}

async function openSide(path: string): Promise<WeightsSide & { readonly source: ClosableSource }> {
  try {
    const { source, readIndex } = await openWeights(path);
    try {
      const index = await readFromSource(source, readIndex());
      const [problem] = index.problems;
      if (problem !== undefined) throw new FormatError(problem);
      return { source, index };
    } catch (error) {
      await source.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof FormatError) {
      throw new ExpectedError(`${path} must not be loaded: ${error.message}`, refusalAdvice(l10n.t));
    }
    throw new ExpectedError(`${path} cannot be read: ${whyFileFailed(error)}.`, "Name two files of weights.");
  }
}

const changeOf = ({ difference }: TensorComparison) => difference?.relativeL2 ?? Number.MAX_VALUE;

function describe({ name, before, after, difference, reason }: TensorComparison): DescribedComparison {
  return {
    name,
    ...(before && { before: describeSide(before) }),
    ...(after && { after: describeSide(after) }),
    ...(difference && { ...difference, relativeL2: toWireNumber(difference.relativeL2) }),
    ...(reason !== undefined && { reason }),
  };
}

const describeSide = ({ dtype, shape }: TensorEntry): DescribedSide => ({ dtype, shape });
