/** Random access to the bytes of a file, wherever it lies. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`, or a rejection when the file has become shorter. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A file that is in memory already. What it hands out are views, not copies. */
export function createMemorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.byteLength,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}
