/** Every command that the manifest declares. */
export const COMMAND_IDS = [
  "trainLens.trainMnist",
  "trainLens.stopTraining",
  "trainLens.showTrainingPanel",
  "trainLens.trainModel",
  "trainLens.evaluateModel",
  "trainLens.measureGradientNorms",
  "trainLens.inspectWeights",
  "trainLens.checkWeights",
  "trainLens.installCudaEngine",
  "trainLens.uninstallCudaEngine",
  "trainLens.showLog",
] as const;

export type CommandId = (typeof COMMAND_IDS)[number];
