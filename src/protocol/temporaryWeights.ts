const NAME = /^\.train-lens-(\d+)\.tmp$/;

/** What weights in the making are called beside their place, while the process `pid` writes them. */
export function temporaryWeightsName(pid: number): string {
  return `.train-lens-${pid}.tmp`;
}

/** The process that `name` belongs to, or undefined for any other file. */
export function ownerOfTemporaryWeights(name: string): number | undefined {
  const pid = NAME.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
}
