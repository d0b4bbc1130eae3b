import { REASONS } from "../python/reasons";
import type { Misfit } from "../misfit";
import type { ModelReading } from "../readModels";
import { flattensOutside, getsPlainImages } from "./imageEvidence";
import { problemReason, PROBLEMS, type Problem } from "./problem";

const NUMBERS_ONLY = /^(?:\w+\s*=\s*)?[\d\s*+()-]+$/;
const ROW_IN_NUMBERS = /\(\s*(?:-1|\w+(?:\.size\(0\)|\.shape\[0\]))\s*,[\d\s*]+\)$/;

/** The problem of a class that cannot be read because sizes do not fit, where PyTorch surely raises for it, too. */
export function shapeProblem(
  text: string,
  reading: ModelReading,
  readings: readonly ModelReading[],
): Problem | undefined {
  if (reading.outcome.understood) return undefined;
  const { refusal } = reading.outcome;
  const { misfit, words, range } = refusal;
  const isPlain = () => getsPlainImages(text, reading, readings);
  if (misfit) return isCertain(misfit, text, reading, isPlain) ? describeMisfit(misfit) : undefined;
  switch (words?.template) {
    case REASONS.mixesImages:
    case REASONS.noBatch:
      return isPlain() ? { kind: "mixedSamples", range, reason: problemReason(PROBLEMS.mixedSamples) } : undefined;
    case REASONS.viewMisfit:
      // a fixed number of images may be the size of every batch
      return words.values[1]?.includes("-1") && isPlain() ? { kind: "shapes", range, reason: words } : undefined;
    case REASONS.tooSmall:
      return isPlain() ? { kind: "shapes", range, reason: words } : undefined;
    default:
      return undefined;
  }
}

/** Whether the sizes differ in every use of the class that the file can hold. */
function isCertain(misfit: Misfit, text: string, reading: ModelReading, isPlain: () => boolean): boolean {
  const { consumer, producer, flattening } = misfit;
  const written = [consumer, ...(producer ? [producer] : [])].map(({ size }) => text.slice(size.from, size.to));
  const isLiteral = written.every(size => NUMBERS_ONLY.test(size));
  if (!isLiteral && isCalledWithArguments(text, reading)) return false;
  if (producer) return true;
  if (flattening && ROW_IN_NUMBERS.test(text.slice(flattening.from, flattening.to))) return true;
  return isPlain() && (flattening !== undefined || misfit.unit === "channels" || flattensOutside(text, reading));
}

function isCalledWithArguments(text: string, { name, range, end }: ModelReading): boolean {
  const outside = `${text.slice(0, range.from)}\n${text.slice(end)}`;
  return new RegExp(`\\b${name}\\s*\\(\\s*[^)\\s]`).test(outside);
}

function describeMisfit(misfit: Misfit): Problem {
  const { consumer, producer, unit, expected, given } = misfit;
  const isFeatures = unit === "features";
  const reason = producer
    ? problemReason(
        isFeatures ? PROBLEMS.misfit : PROBLEMS.channelMisfit,
        consumer.name,
        expected,
        producer.name,
        given,
      )
    : problemReason(isFeatures ? PROBLEMS.inputMisfit : PROBLEMS.inputChannelMisfit, consumer.name, expected, given);
  const related = producer && {
    range: producer.size,
    reason: problemReason(PROBLEMS.producer, producer.name, given),
  };
  return { kind: "shapes", range: consumer.size, reason, misfit, ...(related && { related }) };
}
