import { loadDataset } from "../../src/trainer/data/loadDataset";
import { smallSource } from "./smallDataset";

/** What the program is told: folders, and the mirrors of the small data set. */
export interface LoadProgramRequest {
  readonly name: "MNIST" | "KMNIST";
  readonly cacheFolder: string;
  readonly dataFolder?: string;
  readonly mirrors: readonly string[];
}

/** What it prints: where the data came from, or why there is none. */
export interface LoadProgramResult {
  readonly source?: string;
  readonly synthetic?: boolean;
  readonly message?: string;
}

const { mirrors, ...request } = JSON.parse(process.argv[2]!) as LoadProgramRequest;
const result: LoadProgramResult = await loadDataset({
  ...request,
  workingFolders: [],
  source: smallSource(mirrors),
  signal: new AbortController().signal,
  onProgress: () => undefined,
}).then(
  ({ source, synthetic }) => ({ source, synthetic }),
  (error: unknown) => ({ message: String(error) }),
);
process.stdout.write(JSON.stringify(result));
