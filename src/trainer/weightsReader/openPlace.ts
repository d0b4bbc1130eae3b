import { createMemorySource, type ByteSource } from "../../formats/byteSource";
import type { WeightsPlace } from "../../protocol/inspector";
import { FileSource } from "../fileSource";
import { createPatientSource } from "./patientSource";

/** The bytes at `place`, to be read beside the other things of this thread. Whoever opens it closes it. */
export async function openPlace(place: WeightsPlace): Promise<ByteSource & { close(): Promise<void> }> {
  if ("bytes" in place) {
    return { ...createPatientSource(createMemorySource(place.bytes)), close: () => Promise.resolve() };
  }
  const file = await FileSource.open(place.path);
  return { ...createPatientSource(file), close: () => file.close() };
}
