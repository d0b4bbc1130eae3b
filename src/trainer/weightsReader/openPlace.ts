import { createMemorySource } from "../../formats/byteSource";
import type { WeightsPlace } from "../../protocol/inspector";
import type { ClosableSource } from "../joinSources";
import { oneFile, openShardSet, openWeights, type OpenWeights } from "../openWeights";
import { createPatientSource } from "./patientSource";

/** The weights at `place`, to be read beside the other things of this thread. Whoever opens them closes them. */
export async function openPlace(place: WeightsPlace): Promise<OpenWeights> {
  const weights = await openEager(place);
  const { source } = weights;
  return { ...weights, source: { ...createPatientSource(source), close: () => source.close() } };
}

function openEager(place: WeightsPlace): Promise<OpenWeights> {
  if ("path" in place) return openWeights(place.path);
  if ("bytes" in place) return Promise.resolve(oneFile(inMemory(place.bytes)));
  return openShardSet(place.shardIndex, name => Promise.resolve(inMemory(place.files.get(name)!)));
}

const inMemory = (bytes: Uint8Array): ClosableSource => ({
  ...createMemorySource(bytes),
  close: () => Promise.resolve(),
});
