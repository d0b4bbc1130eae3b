import type { EngineFactory } from "./engine";
import { referenceFactory } from "./reference/referenceEngine";

/** The engines of this build, the preferred ones first. */
export const ENGINE_FACTORIES: readonly EngineFactory[] = [referenceFactory];
