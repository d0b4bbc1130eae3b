/**
 * Which places of curves of equal length to draw when there are more than pixels: the lowest and the highest of each
 * curve in each of `buckets` parts, so that no spike is lost, and both ends. Ascending; all places when they are few.
 */
export function minMaxIndexes(curves: readonly ArrayLike<number>[], buckets: number): number[] {
  const length = curves[0]?.length ?? 0;
  if (length <= 2 * buckets * Math.max(1, curves.length)) return Array.from({ length }, (_, index) => index);
  const chosen = new Set<number>([0, length - 1]);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const begin = Math.floor((bucket * length) / buckets);
    const end = Math.floor(((bucket + 1) * length) / buckets);
    for (const curve of curves) {
      let lowest = begin;
      let highest = begin;
      for (let index = begin + 1; index < end; index++) {
        const value = curve[index]!;
        if (!(curve[lowest]! <= value)) lowest = index; // written so that a NaN gives way to a number
        if (!(curve[highest]! >= value)) highest = index;
      }
      chosen.add(lowest).add(highest);
    }
  }
  return [...chosen].sort((one, other) => one - other);
}
