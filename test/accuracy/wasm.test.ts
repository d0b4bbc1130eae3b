import { describeGoldens } from "../support/goldenSuite";

describeGoldens("wasm");
