import { readFromMemory } from "../../src/formats/reading";
import { readEntry, readZipDirectory } from "../../src/formats/zip";
import { SeededRandom } from "../../src/trainer/data/seededRandom";
import { concatenate, writeZip, type ZipContent } from "../../src/formats/zipWriter";

/** A whole number from 0 to `below - 1`. */
export type Draw = (below: number) => number;

/** Draws the same numbers for the same seed. */
export function createDraw(seed: number): Draw {
  const random = new SeededRandom(seed);
  return below => random.below(below);
}

type Mutation = (bytes: Uint8Array, draw: Draw) => Uint8Array;

/** Numbers at which lengths and offsets go wrong. */
const EDGES = [0, 1, 2, 4, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];
/** All instructions of pickle, allowed or not. */
const OPCODES = Array.from("().012BCFGIJKLMNPQRSTUVX]abcdeghijloprstu}", letter => letter.charCodeAt(0));
for (let opcode = 0x80; opcode <= 0x98; opcode++) OPCODES.push(opcode);

const pick = <T>(items: readonly T[], draw: Draw): T => items[draw(items.length)]!;

function splice(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  return concatenate([bytes.subarray(0, at), inserted, bytes.subarray(at + removed)]);
}

const flipBits: Mutation = (bytes, draw) => {
  const at = draw(bytes.length);
  return splice(bytes, at, 1, Uint8Array.of(bytes[at]! ^ (1 << draw(8))));
};
const setByte: Mutation = (bytes, draw) => splice(bytes, draw(bytes.length), 1, Uint8Array.of(draw(256)));
const setOpcode: Mutation = (bytes, draw) => splice(bytes, draw(bytes.length), 1, Uint8Array.of(pick(OPCODES, draw)));
const insertOpcode: Mutation = (bytes, draw) =>
  splice(bytes, draw(bytes.length), 0, Uint8Array.of(pick(OPCODES, draw)));
const remove: Mutation = (bytes, draw) => splice(bytes, draw(bytes.length), 1 + draw(16), new Uint8Array(0));
const repeat: Mutation = (bytes, draw) => {
  const at = draw(bytes.length);
  const piece = bytes.slice(at, at + 1 + draw(64));
  return splice(bytes, draw(bytes.length), 0, piece);
};
const cutOff: Mutation = (bytes, draw) => bytes.slice(0, draw(bytes.length + 1));
const setNumber: Mutation = (bytes, draw) => {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setUint32(0, pick(EDGES, draw), true);
  const width = pick([1, 2, 4, 8], draw);
  return splice(bytes, draw(bytes.length), width, number.subarray(0, width));
};

const byteMutations: readonly Mutation[] = [
  flipBits,
  setByte,
  setOpcode,
  insertOpcode,
  remove,
  repeat,
  cutOff,
  setNumber,
];

const mutateBytes: Mutation = (bytes, draw) => {
  let mutated = bytes;
  for (let count = 1 + draw(3); count > 0 && mutated.length > 0; count--) {
    mutated = pick(byteMutations, draw)(mutated, draw);
  }
  return mutated;
};

/** A well-formed archive with one changed, lost, doubled or renamed entry: checksums do not give it away. */
const mutateEntry: Mutation = (bytes, draw) => {
  const contents = unzip(bytes);
  const at = draw(contents.length);
  const { name, bytes: content } = contents[at]!;
  const changed: ZipContent[][] = [
    [{ name, bytes: mutateBytes(content, draw) }],
    [],
    [contents[at]!, { name: `${name}x`, bytes: content }],
    [{ name: name.replace(/\d/, String(draw(10))), bytes: content }],
  ];
  return writeZip(contents.toSpliced(at, 1, ...(changed[draw(8)] ?? changed[0]!)));
};

/** The pickle of an archive, which is where the meaning is. */
const mutatePickle: Mutation = (bytes, draw) =>
  writeZip(
    unzip(bytes).map(({ name, bytes: content }) => ({
      name,
      bytes: name.endsWith("/data.pkl") && content.length > 0 ? mutateBytes(content, draw) : content,
    })),
  );

function unzip(bytes: Uint8Array): ZipContent[] {
  const directory = readFromMemory(bytes, readZipDirectory(bytes.length));
  return [...directory.entries.values()].map(entry => ({
    name: entry.name,
    bytes: readFromMemory(bytes, readEntry(directory, entry)),
  }));
}

/** The header of a .safetensors file, with its length put right. */
const mutateHeader: Mutation = (bytes, draw) => {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = mutateBytes(bytes.subarray(8, 8 + length), draw);
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setUint32(0, header.length, true);
  return concatenate([prefix, header, bytes.subarray(8 + length)]);
};

/** The mutations that suit a file: bytes for all, and the parts of containers that could be taken apart. */
export function mutationsFor(bytes: Uint8Array, kind: "torch" | "safetensors"): readonly Mutation[] {
  if (bytes.length === 0) return [insertOpcode];
  if (kind === "safetensors") return [mutateBytes, mutateHeader, mutateHeader];
  return isArchive(bytes) ? [mutateBytes, mutateEntry, mutatePickle, mutatePickle] : [mutateBytes];
}

function isArchive(bytes: Uint8Array): boolean {
  try {
    return unzip(bytes).length > 0;
  } catch {
    return false;
  }
}

export function mutate(bytes: Uint8Array, mutations: readonly Mutation[], draw: Draw): Uint8Array {
  return pick(mutations, draw)(bytes, draw);
}
