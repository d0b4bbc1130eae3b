import { crc32 } from "./crc32";
import { encodeUtf8 } from "./utf8";

export interface ZipContent {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** PyTorch maps payloads into memory, so they begin at multiples of this. */
const ALIGNMENT = 64;
const UTF8_FLAG = 0x0800;
/** Month and day of 1 January 1980, the zero of zip's dates. */
const DATE = 0x0021;
const MAX_FILE_BYTES = 0xffffffff;

/** A zip archive of stored entries in the given order. Payloads are aligned by an extra field "FB", as PyTorch's are. */
export function writeZip(contents: readonly ZipContent[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let offset = 0;
  const add = (...added: Uint8Array[]) => {
    for (const piece of added) {
      pieces.push(piece);
      offset += piece.length;
    }
  };
  const central: Uint8Array[] = [];
  for (const { name, bytes } of contents) {
    const nameBytes = encodeUtf8(name);
    const description = describeEntry(nameBytes, bytes);
    const padding = paddingField(offset + 30 + nameBytes.length);
    central.push(
      record(0x02014b50, u16(45), description, u16(0), u16(0), u16(0), u16(0), u32(0), u32(offset)),
      nameBytes,
    );
    add(record(0x04034b50, description, u16(padding.length)), nameBytes, padding, bytes);
  }
  const directoryBegin = offset;
  add(...central);
  const count = u16(contents.length);
  add(record(0x06054b50, u32(0), count, count, u32(offset - directoryBegin), u32(directoryBegin), u16(0)));
  if (offset > MAX_FILE_BYTES || contents.length > 0xffff) throw new RangeError("The archive needs zip64.");
  return concatenate(pieces);
}

/** What the local header and the directory share: version needed, flags, method, time, date, CRC, sizes, name length. */
function describeEntry(name: Uint8Array, bytes: Uint8Array): Uint8Array {
  const size = u32(bytes.length);
  return concatenate([
    u16(20),
    u16(UTF8_FLAG),
    u16(0),
    u16(0),
    u16(DATE),
    u32(crc32(bytes)),
    size,
    size,
    u16(name.length),
  ]);
}

/** An extra field after which the payload begins at a multiple of the alignment. */
function paddingField(payloadWithout: number): Uint8Array {
  const filling = -(payloadWithout + 4) & (ALIGNMENT - 1);
  return concatenate([encodeUtf8("FB"), u16(filling), encodeUtf8("Z".repeat(filling))]);
}

function record(signature: number, ...fields: Uint8Array[]): Uint8Array {
  return concatenate([u32(signature), ...fields]);
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >>> 8);
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
}

export function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
