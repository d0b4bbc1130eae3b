import type { TensorStatistics } from "../../src/protocol/inspector";
import type { InspectorModel } from "./inspectorModel";

/** Looks up the statistics of a tensor by its index; undefined where there are none. */
export function statisticsIn(
  statistics: InspectorModel["statistics"],
): (index: number) => TensorStatistics | undefined {
  return index => {
    const measured = statistics.get(index);
    return measured && "l2" in measured ? measured : undefined;
  };
}
