import * as l10n from "@vscode/l10n";
import { FormatError } from "./formatError";
import { narrowInteger } from "./narrowInteger";
import { PickleEndsEarly, type PickleCursor } from "./pickleCursor";
import type { PickleMachine } from "./pickleMachine";
import { PickledDict, PickledFloat, PickledList, PickledSet, PickledTuple, type PickleValue } from "./pickleValues";
import { decodeLatin1 } from "./utf8";

type Run = (machine: PickleMachine, cursor: PickleCursor) => void;

/** Python itself stops at 4300 digits; numbers in checkpoints have a few dozen. */
const MAX_INTEGER_BYTES = 1024;

const push =
  (read: (cursor: PickleCursor) => PickleValue): Run =>
  (machine, cursor) =>
    machine.push(read(cursor));

const pushTuple =
  (count: number): Run =>
  machine =>
    makeTuple(machine, machine.popMany(count));

function makeTuple(machine: PickleMachine, items: readonly PickleValue[]): void {
  machine.spend(4);
  machine.push(new PickledTuple(items));
}

const pushNew =
  (cells: number, make: () => PickleValue): Run =>
  machine => {
    machine.spend(cells);
    machine.push(make());
  };

/** The allow-list: what Python's own pickler writes for plain data in protocols 1 to 5. STOP is the caller's. */
export const OPCODES: Readonly<Record<number, Run | undefined>> = {
  // Framework
  0x80: (machine, cursor) => machine.setProtocol(cursor.uint8()),
  0x95: (_machine, cursor) => checkFrame(cursor),
  0x28: machine => machine.mark(),
  0x71: (machine, cursor) => machine.remember(cursor.uint8()),
  0x72: (machine, cursor) => machine.remember(cursor.uint32()),
  0x94: machine => machine.rememberNext(),
  0x68: (machine, cursor) => machine.recall(cursor.uint8()),
  0x6a: (machine, cursor) => machine.recall(cursor.uint32()),
  // Numbers
  0x4e: push(() => null),
  0x88: push(() => true),
  0x89: push(() => false),
  0x4a: push(cursor => cursor.int32()),
  0x4b: push(cursor => cursor.uint8()),
  0x4d: push(cursor => cursor.uint16()),
  0x49: push(cursor => parseIntLine(cursor.line())),
  0x4c: push(cursor => parseLongLine(cursor.line())),
  0x8a: push(cursor => decodeInteger(cursor.take(cursor.uint8()))),
  0x8b: push(cursor => decodeInteger(cursor.take(checkIntegerLength(cursor.int32())))),
  0x47: push(cursor => new PickledFloat(cursor.float64())),
  // Text and bytes
  0x58: push(cursor => cursor.text(cursor.uint32())),
  0x8c: push(cursor => cursor.text(cursor.uint8())),
  0x8d: push(cursor => cursor.text(cursor.length64())),
  0x55: push(cursor => asciiText(cursor.take(cursor.uint8()))),
  0x54: push(cursor => asciiText(cursor.take(checkLength(cursor.int32())))),
  0x42: push(cursor => cursor.take(cursor.uint32())),
  0x43: push(cursor => cursor.take(cursor.uint8())),
  0x8e: push(cursor => cursor.take(cursor.length64())),
  0x96: push(cursor => cursor.take(cursor.length64())),
  // Containers
  0x29: pushTuple(0),
  0x85: pushTuple(1),
  0x86: pushTuple(2),
  0x87: pushTuple(3),
  0x74: machine => makeTuple(machine, machine.popToMark()),
  0x5d: pushNew(8, () => new PickledList()),
  0x61: machine => {
    const item = machine.pop();
    machine.append([item]);
  },
  0x65: machine => machine.append(machine.popToMark()),
  0x7d: pushNew(32, () => new PickledDict()),
  0x73: machine => {
    const pair = machine.popMany(2);
    machine.setItems(pair);
  },
  0x75: machine => machine.setItems(machine.popToMark()),
  0x8f: pushNew(8, () => new PickledSet()),
  0x90: machine => machine.addToSet(machine.popToMark()),
  0x91: machine => {
    const items = machine.popToMark();
    machine.spend(8);
    machine.push(new PickledSet());
    machine.addToSet(items);
  },
  // Names and objects
  0x63: (machine, cursor) => {
    const module = cursor.line();
    machine.push(machine.findGlobal(module, cursor.line()));
  },
  0x93: machine => {
    const [module, name] = machine.popMany(2);
    if (typeof module !== "string" || typeof name !== "string") {
      throw new FormatError(
        l10n.t("The pickle of the file is damaged: it names an object by something that is no text."),
      );
    }
    machine.push(machine.findGlobal(module, name));
  },
  0x52: machine => {
    const [callee, args] = machine.popMany(2);
    machine.push(machine.call(callee!, args!));
  },
  0x81: machine => {
    const [callee, args] = machine.popMany(2);
    machine.push(machine.create(callee!, args!));
  },
  0x92: machine => {
    const [callee, args] = machine.popMany(3);
    machine.push(machine.create(callee!, args!));
  },
  0x62: machine => {
    const state = machine.pop();
    machine.build(state);
  },
  0x51: machine => machine.push(machine.persistentLoad(machine.pop())),
};

/** Those of them that `torch.load` does not know with its default `weights_only=True` (2.13): text, and protocols 3 to 5. */
export const BEYOND_DEFAULT_LOAD: ReadonlySet<number> = new Set([
  0x95, 0x94, 0x49, 0x4c, 0x8b, 0x8c, 0x8d, 0x54, 0x42, 0x43, 0x8e, 0x96, 0x90, 0x91, 0x93, 0x92,
]);

/** Instructions of Python's pickle that no list of weights needs: text of protocol 0, and ways to call or to hide. */
export const REFUSED_OPCODES: Readonly<Record<number, string | undefined>> = {
  0x30: "POP",
  0x31: "POP_MARK",
  0x32: "DUP",
  0x46: "FLOAT",
  0x50: "PERSID",
  0x53: "STRING",
  0x56: "UNICODE",
  0x64: "DICT",
  0x67: "GET",
  0x69: "INST",
  0x6c: "LIST",
  0x6f: "OBJ",
  0x70: "PUT",
  0x82: "EXT1",
  0x83: "EXT2",
  0x84: "EXT4",
  0x97: "NEXT_BUFFER",
  0x98: "READONLY_BUFFER",
};

function checkFrame(cursor: PickleCursor): void {
  const length = cursor.length64();
  if (length <= cursor.bytes.length - cursor.offset) return;
  throw new PickleEndsEarly(l10n.t("The pickle of the file announces {0} bytes that it does not have.", length));
}

function checkLength(length: number): number {
  if (length >= 0) return length;
  throw new FormatError(l10n.t("The pickle of the file has a string of negative length ({0}).", length));
}

function checkIntegerLength(length: number): number {
  if (length >= 0 && length <= MAX_INTEGER_BYTES) return length;
  throw new FormatError(l10n.t("The pickle of the file has a whole number that takes {0} bytes.", length));
}

/** Python 2 strings; `torch.load` reads them as ASCII. */
function asciiText(bytes: Uint8Array): string {
  if (bytes.some(byte => byte > 127))
    throw new FormatError(l10n.t("The pickle of the file has a string that is not ASCII."));
  return decodeLatin1(bytes);
}

/** INT: protocol 1 writes booleans as `00` and `01`. */
function parseIntLine(line: string): PickleValue {
  return line === "00" ? false : line === "01" ? true : parseInteger(line);
}

function parseLongLine(line: string): PickleValue {
  return parseInteger(line.endsWith("L") ? line.slice(0, -1) : line);
}

function parseInteger(digits: string): PickleValue {
  if (/^-?\d{1,1000}$/.test(digits)) return narrowInteger(BigInt(digits));
  throw new FormatError(l10n.t("The pickle of the file has a whole number that is not written in digits."));
}

/** Two's complement, little-endian. */
function decodeInteger(bytes: Uint8Array): PickleValue {
  if (bytes.length === 0) return 0;
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).reverse();
  return narrowInteger(BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex.join("")}`)));
}
