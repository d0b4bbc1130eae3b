import { parseCommandLine, UsageError, type CommandLine } from "./cli/options";
import { runInTerminal } from "./cli/runInTerminal";
import { USAGE } from "./cli/usage";
import { ExpectedError } from "../protocol/expectedError";

declare const TRAIN_LENS_VERSION: string;

/** `train-lens`: resolves to the exit code. 0 well, 1 failed, 2 not understood, 130 interrupted. */
async function main(argv: readonly string[]): Promise<number> {
  try {
    return await perform(parseCommandLine(argv));
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n\n${USAGE}`);
      return 2;
    }
    if (!(error instanceof ExpectedError)) throw error;
    process.stderr.write(`${error.message}${error.hint ? `\n${error.hint}` : ""}\n`);
    return 1;
  }
}

/** The readers of source files are run when they are wanted: they are half of the program. */
const answers = () => import("./cli/answers");

async function perform(line: CommandLine): Promise<number> {
  switch (line.command) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "version":
      process.stdout.write(`${TRAIN_LENS_VERSION}\n`);
      return 0;
    case "inspect":
      return (await answers()).printInspection(line.file, line);
    case "compare":
      return (await answers()).printComparison(line.before, line.after, line);
    case "model":
      return (await answers()).printModels(line.file, line);
    case "engines":
      return (await answers()).printEngines(line);
    case "evaluate":
      if (line.inputs === undefined) return runInTerminal(line);
      return (await import("./cli/printOutputs")).printOutputs(line, line.inputs);
    default:
      return runInTerminal(line);
  }
}

// a reader that closes the pipe early, as `head` does, is no error
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
void main(process.argv.slice(2)).then(code => (process.exitCode = code));
