/** What one process of a contestant measured. */
export interface Measurement {
  /** Of each epoch of 60,000 samples. */
  readonly trainSeconds: readonly number[];
  /** Over the 10,000 test images, where it says so. */
  readonly evaluateSeconds: readonly number[];
  /** From the start of the process to its end. */
  readonly processSeconds: number;
  /** Whether the process did the whole job: five epochs, evaluated, weights saved or as the script leaves them. */
  readonly isWholeJob: boolean;
  readonly peakBytes: number | undefined;
}

/** Something that trains the tutorial's network on MNIST in a process of its own. */
export interface Contestant {
  readonly name: string;
  run(): Promise<Measurement>;
}

/** What it took: medians over all rounds. */
export interface Standing {
  readonly name: string;
  readonly trainSeconds: number;
  readonly evaluateSeconds?: number;
  readonly jobSeconds?: number;
  readonly peakBytes?: number;
  readonly rounds: number;
}

/** Runs all contestants in turn, `rounds` times, so that what else the machine does meets all alike. */
export async function compete(
  contestants: readonly Contestant[],
  rounds: number,
  say: (line: string) => void,
): Promise<Standing[]> {
  const measured = contestants.map((): Measurement[] => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const measurement = await contestant.run();
      measured[index]!.push(measurement);
      say(`round ${round}: ${contestant.name}, ${typicalEpoch(measurement).toFixed(3)} s an epoch`);
    }
  }
  return contestants.map(({ name }, index) => standingOf(name, measured[index]!));
}

/** The median of a run's epochs. */
function typicalEpoch({ trainSeconds }: Measurement): number {
  return median(trainSeconds);
}

function standingOf(name: string, runs: readonly Measurement[]): Standing {
  const evaluations = runs.flatMap(({ evaluateSeconds }) =>
    evaluateSeconds.length > 0 ? median(evaluateSeconds) : [],
  );
  const jobs = runs.flatMap(({ isWholeJob, processSeconds }) => (isWholeJob ? processSeconds : []));
  const peaks = runs.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    name,
    trainSeconds: median(runs.map(typicalEpoch)),
    ...(evaluations.length > 0 && { evaluateSeconds: median(evaluations) }),
    ...(jobs.length > 0 && { jobSeconds: median(jobs) }),
    ...(peaks.length > 0 && { peakBytes: median(peaks) }),
    rounds: runs.length,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
