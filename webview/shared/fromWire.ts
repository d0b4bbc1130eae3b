import type { WireNumber } from "../../src/protocol/trainer";

/** The number that JSON could not carry as one. */
export function fromWire(value: WireNumber): number {
  return Number(value);
}
