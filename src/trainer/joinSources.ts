import type { ByteSource } from "../formats/byteSource";

/** Bytes that somebody has to close. */
export type ClosableSource = ByteSource & { close(): Promise<void> };

/** The bytes of `parts` one after the other. */
export function joinSources(parts: readonly ClosableSource[]): ClosableSource {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const pieces: Uint8Array[] = [];
    let begin = 0;
    for (const part of parts) {
      const from = Math.max(offset, begin);
      const to = Math.min(offset + length, begin + part.size);
      if (from < to) pieces.push(await part.read(from - begin, to - from));
      begin += part.size;
    }
    return pieces.length === 1 ? pieces[0]! : concatenate(pieces);
  };
  const close = async () => {
    await Promise.all(parts.map(part => part.close()));
  };
  return { size, read, close };
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}
