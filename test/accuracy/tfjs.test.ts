import { test } from "vitest";
import { describeGoldens } from "../support/goldenSuite";
import { useTfjs } from "../support/useTfjs";

const whyNot = await useTfjs();
if (whyNot === undefined) describeGoldens("tfjs");
else test.skip(`tfjs gives PyTorch's numbers (skipped: ${whyNot})`);
