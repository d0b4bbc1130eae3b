import { DTYPES, type DtypeName } from "./dtype";
import { countElements } from "./tensorLayout";

/** A tensor to be written. `data` holds its elements in C order, little-endian. */
export interface WritableTensor {
  readonly name: string;
  readonly dtype: DtypeName;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

/** The bytes to write. Throws a `RangeError` when they do not fit the shape. */
export function bytesOf({ name, dtype, shape, data }: WritableTensor): Uint8Array {
  const needed = (countElements(shape) * DTYPES[dtype].bits) / 8;
  if (data.byteLength !== needed) throw new RangeError(`${name} has ${data.byteLength} bytes instead of ${needed}.`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
