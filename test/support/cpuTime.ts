/** Milliseconds of this process's CPU that `run` takes: what it costs without what else the machine does. */
export function cpuMilliseconds(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
