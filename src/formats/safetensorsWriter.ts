import { viewOf } from "./dataView";
import { DTYPES } from "./dtype";
import { LENGTH_BYTES } from "./safetensors";
import { encodeUtf8 } from "./utf8";
import { bytesOf, type WritableTensor } from "./writableTensor";

/** A .safetensors file, laid out as the reference implementation does: widest types first, then by name. */
export function writeSafetensors(tensors: readonly WritableTensor[]): Uint8Array {
  const sorted = tensors.toSorted(
    (a, b) => DTYPES[b.dtype].bits - DTYPES[a.dtype].bits || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  const entries: [string, object][] = [["__metadata__", { format: "pt" }]];
  let dataBytes = 0;
  for (const tensor of sorted) {
    const { name, dtype, shape } = tensor;
    const safetensorsName = DTYPES[dtype].safetensors;
    if (safetensorsName === undefined) throw new RangeError(`safetensors has no type for ${dtype}.`);
    const end = dataBytes + bytesOf(tensor).length;
    entries.push([name, { dtype: safetensorsName, shape, data_offsets: [dataBytes, end] }]);
    dataBytes = end;
  }
  // Not an object literal: integer-like names would move to its front, and `__proto__` would vanish.
  const json = `{${entries.map(([name, info]) => `${JSON.stringify(name)}:${JSON.stringify(info)}`).join(",")}}`;
  const header = encodeUtf8(json + " ".repeat(-encodeUtf8(json).length & 7));
  const file = new Uint8Array(LENGTH_BYTES + header.length + dataBytes);
  viewOf(file).setBigUint64(0, BigInt(header.length), true);
  file.set(header, LENGTH_BYTES);
  let at = LENGTH_BYTES + header.length;
  for (const tensor of sorted) {
    const bytes = bytesOf(tensor);
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}
