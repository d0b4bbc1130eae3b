import { existsSync } from "node:fs";
import { join } from "node:path";
import { median, type Contestant, type Measurement } from "./contestant.ts";
import { PROJECT } from "./project.ts";
import { runProgram } from "./runProgram.ts";

const SCRIPTS = process.env["TRAIN_LENS_PEERS"] ?? join(PROJECT, "..", "shared", "peers");
const WHOLE_JOB_EPOCHS = 5;

/** A Python that has PyTorch. */
interface Python {
  readonly path: string;
  readonly version: string;
}

/** A way to run PyTorch; which is fastest depends on the build and the machine. */
interface Setting {
  readonly python: Python;
  readonly threads: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly name: string;
}

const ONE_BLAS_THREAD = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

/** Every Python with PyTorch: the one `TRAIN_LENS_PYTHON` names, the one on the path, the system's. */
export async function findPythons(module = "torch"): Promise<Python[]> {
  const paths = [process.env["TRAIN_LENS_PYTHON"], "python3", "/usr/bin/python3"];
  const found = new Map<string, Python>();
  for (const path of paths) {
    if (path === undefined || !existsSync(SCRIPTS)) continue;
    const probe = `import ${module}, torch, sys; print(sys.executable, torch.__version__)`;
    const run = await runProgram(path, ["-c", probe]).catch(() => undefined);
    const [executable = "", version = ""] = run?.stdout.trim().split(" ") ?? [];
    if (run) found.set(executable, { path, version });
  }
  return [...found.values()];
}

/** PyTorch with the data in memory and no loader, `hidden` layers wide. */
export async function trainTuned(
  { python, threads, environment }: Omit<Setting, "name">,
  root: string,
  epochs: number,
  hidden = "128,64",
): Promise<Measurement> {
  const args = [join(SCRIPTS, "pytorch_tuned.py"), root, String(threads), String(epochs), hidden];
  return measurementOf(await runProgram(python.path, args, environment), epochs === WHOLE_JOB_EPOCHS);
}

/** The fastest of all settings tried; undefined where there is no PyTorch. */
export async function tunedContestant(root: string, say: (line: string) => void): Promise<Contestant | undefined> {
  const settings = (await findPythons()).flatMap(settingsOf);
  const tried: { setting: Setting; seconds: number }[] = [];
  for (const setting of settings) {
    const seconds = Math.min(...(await trainTuned(setting, root, 2)).trainSeconds);
    say(`PyTorch ${setting.name}: ${seconds.toFixed(3)} s an epoch`);
    tried.push({ setting, seconds });
  }
  const [best] = tried.sort((a, b) => a.seconds - b.seconds);
  if (!best) return undefined;
  return { name: `PyTorch tuned (${best.setting.name})`, run: () => trainTuned(best.setting, root, WHOLE_JOB_EPOCHS) };
}

/** The tutorial's script as it is written; undefined where torchvision is missing. */
export async function tutorialContestant(root: string): Promise<Contestant | undefined> {
  const [python] = await findPythons("torchvision");
  if (!python) return undefined;
  const args = [join(SCRIPTS, "pytorch_tutorial.py"), root, "0", String(WHOLE_JOB_EPOCHS)];
  const run = async () => measurementOf(await runProgram(python.path, args), true);
  return { name: `PyTorch, the tutorial's script (${python.version})`, run };
}

/** One thread, whatever the build. */
export function oneThread(python: Python): Omit<Setting, "name"> {
  return { python, threads: 1, environment: ONE_BLAS_THREAD };
}

function settingsOf(python: Python): Setting[] {
  const { version } = python;
  return [
    { python, threads: 1, environment: {}, name: `${version}, BLAS as it likes` },
    { ...oneThread(python), name: `${version}, one thread` },
    { python, threads: 2, environment: {}, name: `${version}, two threads` },
  ];
}

function measurementOf({ stdout, seconds, peakBytes }: Awaited<ReturnType<typeof runProgram>>, isWholeJob: boolean) {
  const numbers = (pattern: RegExp) => [...stdout.matchAll(pattern)].map(match => Number(match[1]));
  const measurement: Measurement = {
    trainSeconds: numbers(/train ([\d.]+) s/g),
    evaluateSeconds: numbers(/evaluate ([\d.]+) s/g),
    processSeconds: seconds,
    isWholeJob,
    peakBytes,
  };
  if (!Number.isFinite(median(measurement.trainSeconds))) throw new Error(`no epoch was timed: ${stdout.slice(-200)}`);
  return measurement;
}
