import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { crc32 } from "../../src/formats/crc32";
import { PickleWriter } from "../../src/formats/pickleWriter";
import { concatenate } from "../../src/formats/zipWriter";

/** Writes only the given pieces of a file of `size` bytes; the disk stores nothing of the rest, which reads as zeros. */
function writeSparse(
  path: string,
  size: number,
  pieces: readonly { readonly at: number; readonly bytes: Uint8Array }[],
) {
  const file = openSync(path, "w");
  try {
    ftruncateSync(file, size);
    for (const { at, bytes } of pieces) writeSync(file, bytes, 0, bytes.length, at);
  } finally {
    closeSync(file);
  }
}

/** A .safetensors file of `count` float32 vectors of zeros of `elements` elements each. */
export function writeSparseSafetensors(path: string, count: number, elements: number): void {
  const bytes = elements * 4;
  const entries = Array.from({ length: count }, (_, index) => [
    `layer${index}.weight`,
    { dtype: "F32", shape: [elements], data_offsets: [index * bytes, (index + 1) * bytes] },
  ]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeSparse(path, 8 + header.length + count * bytes, [{ at: 0, bytes: Buffer.concat([length, header]) }]);
}

/** A .pth file of the same, as PyTorch lays it out: no sizes in the local headers, and zip64 offsets where needed. */
export function writeSparseTorch(path: string, count: number, elements: number): void {
  const zeros = { length: elements * 4, crc: 0 };
  const pickle = pickleOf(count, elements);
  const contents = [
    { name: "archive/data.pkl", bytes: pickle, length: pickle.length, crc: crc32(pickle) },
    ...Array.from({ length: count }, (_, index) => ({
      name: `archive/data/${index}`,
      bytes: new Uint8Array(0),
      ...zeros,
    })),
    { name: "archive/version", bytes: Buffer.from("3\n"), length: 2, crc: crc32(Buffer.from("3\n")) },
  ];
  const pieces: { at: number; bytes: Uint8Array }[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, length, crc } of contents) {
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(0x808, 6);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    pieces.push({ at, bytes: concatenate([local, bytes]) });
    central.push(centralEntry(name, length, crc, at));
    at += local.length + length;
  }
  const directory = Buffer.concat(central);
  const ends = endRecords(contents.length, directory.length, at);
  writeSparse(path, at + directory.length + ends.length, [...pieces, { at, bytes: Buffer.concat([directory, ends]) }]);
}

function pickleOf(count: number, elements: number): Uint8Array {
  const pickle = new PickleWriter();
  pickle.global("collections", "OrderedDict").tuple(() => undefined);
  pickle.reduce().setItems(() => {
    for (let index = 0; index < count; index++) {
      pickle.text(`layer${index}.weight`).global("torch._utils", "_rebuild_tensor_v2");
      pickle.tuple(() => {
        pickle.tuple(() => {
          pickle.text("storage").global("torch", "FloatStorage").text(String(index)).text("cpu").integer(elements);
        });
        pickle.persistentId().integer(0);
        pickle.tuple(() => pickle.integer(elements));
        pickle.tuple(() => pickle.integer(1));
        pickle.false().global("collections", "OrderedDict");
        pickle.tuple(() => undefined).reduce();
      });
      pickle.reduce();
    }
  });
  return pickle.finish();
}

function centralEntry(name: string, length: number, crc: number, offset: number): Buffer {
  const entry = Buffer.alloc(46 + name.length + 12);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(0x808, 8);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(length, 20);
  entry.writeUInt32LE(length, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(12, 30);
  entry.writeUInt32LE(0xffffffff, 42);
  entry.write(name, 46);
  entry.writeUInt16LE(1, 46 + name.length);
  entry.writeUInt16LE(8, 48 + name.length);
  entry.writeBigUInt64LE(BigInt(offset), 50 + name.length);
  return entry;
}

function endRecords(count: number, directoryLength: number, directoryBegin: number): Buffer {
  const ends = Buffer.alloc(56 + 20 + 22);
  ends.writeUInt32LE(0x06064b50, 0);
  ends.writeBigUInt64LE(44n, 4);
  ends.writeBigUInt64LE(BigInt(count), 24);
  ends.writeBigUInt64LE(BigInt(count), 32);
  ends.writeBigUInt64LE(BigInt(directoryLength), 40);
  ends.writeBigUInt64LE(BigInt(directoryBegin), 48);
  ends.writeUInt32LE(0x07064b50, 56);
  ends.writeBigUInt64LE(BigInt(directoryBegin + directoryLength), 64);
  ends.writeUInt32LE(1, 72);
  ends.writeUInt32LE(0x06054b50, 76);
  ends.writeUInt16LE(count, 84);
  ends.writeUInt16LE(count, 86);
  ends.writeUInt32LE(0xffffffff, 88);
  ends.writeUInt32LE(0xffffffff, 92);
  return ends;
}
