import { webgpuFactory } from "../../../../src/trainer/engines/webgpu/webgpuFactory";
import { candidateOf } from "../../../support/engineSuite";
import { describeAgainstPyTorch } from "../../../support/pytorchSuite";

process.env["TRAIN_LENS_SOFTWARE_GPU"] = "1";

/** A GPU in software compiles a net for a second. */
describeAgainstPyTorch([await candidateOf(webgpuFactory)], 10);
