import { describeGoldens } from "../support/goldenSuite";

// Slow, about half a minute a seed: the reference engine is what all others are held to, so it is held to PyTorch in full.
describeGoldens("reference");
