import type { EngineFactory } from "./engine";
import { referenceFactory } from "./reference/referenceEngine";
import { tfjsFactory } from "./tfjs/tfjsFactory";
import { wasmFactory } from "./wasm/wasmEngine";
import { webgpuFactory } from "./webgpu/webgpuFactory";

/** The engines of this build, the preferred ones first. */
export const ENGINE_FACTORIES: readonly EngineFactory[] = [wasmFactory, webgpuFactory, referenceFactory, tfjsFactory];
