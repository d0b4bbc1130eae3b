import type { WireValue } from "../../src/protocol/inspector";
import type { NumberFormats } from "../shared/numberFormats";

/** A number of a file for people: whole numbers whole, others with four digits. */
export function writeValue(value: WireValue, { significant, count }: NumberFormats): string {
  if (typeof value === "string") return value.replace("Infinity", "∞");
  return Number.isInteger(value) && Math.abs(value) < 1e7 ? count(value) : significant(value);
}
