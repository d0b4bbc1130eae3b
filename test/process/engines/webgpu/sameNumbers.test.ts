import { webgpuFactory } from "../../../../src/trainer/engines/webgpu/webgpuFactory";
import { candidateOf, describeEngine } from "../../../support/engineSuite";

process.env["TRAIN_LENS_SOFTWARE_GPU"] = "1";

/** A GPU in software compiles for seconds and computes a thousand times slower than one. */
const share = Number(process.env["TEST_SHARE"] ?? 0.1);

describeEngine({ ...(await candidateOf(webgpuFactory)), share });
