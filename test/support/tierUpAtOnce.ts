import { setFlagsFromString } from "node:v8";

/**
 * A net of a few steps would only meet the code of V8's first compiler. It is the second that joins operations: from here
 * on each function goes there after its first call instead of some thousand, in the whole process.
 */
export function tierUpAtOnce(): void {
  setFlagsFromString("--wasm-tiering-budget=1");
  setFlagsFromString("--wasm-sync-tier-up");
}
