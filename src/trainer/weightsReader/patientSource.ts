import { setImmediate } from "node:timers/promises";
import type { ByteSource } from "../../formats/byteSource";

const TURN_MS = 20;

/** `source` for readings side by side: every few milliseconds, the other things of this thread have their turn. */
export function createPatientSource(source: ByteSource): ByteSource {
  let turnBegan = performance.now();
  return {
    size: source.size,
    read: async (offset, length) => {
      if (performance.now() - turnBegan > TURN_MS) {
        await setImmediate();
        turnBegan = performance.now();
      }
      return source.read(offset, length);
    },
  };
}
