import { tryTensorflow } from "./tryTensorflow";

// A process that tries the tfjs-node in the folder named by its argument, so that nobody is hurt by its crash.
process.on("disconnect", () => process.exit(1)); // nobody is left to tell
void tryTensorflow(process.argv[2] ?? "").then(result => process.send?.(result, () => process.exit(0)));
