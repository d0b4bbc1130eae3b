import * as l10n from "@vscode/l10n";
import { viewOf } from "./dataView";
import { FormatError } from "./formatError";
import { decodeLatin1, decodeUtf8 } from "./utf8";

/** The pickle ends before its STOP; a caller that gave only the beginning of a file may give more. */
export class PickleEndsEarly extends FormatError {
  constructor(message = l10n.t("The pickle of the file is cut off: it ends in the middle of an instruction.")) {
    super(message);
  }
}

/** Longest text line of an instruction: module and class names, decimal numbers. */
const MAX_LINE_BYTES = 1024;

/** A position in a pickle. Every read is checked against its end. */
export class PickleCursor {
  readonly #view: DataView;
  offset = 0;

  constructor(readonly bytes: Uint8Array) {
    this.#view = viewOf(bytes);
  }

  #advance(length: number): number {
    const at = this.offset;
    if (length > this.bytes.length - at) throw new PickleEndsEarly();
    this.offset = at + length;
    return at;
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  /** Python writes floats big-endian. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  /** A 64-bit length. */
  length64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  take(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.bytes.subarray(at, at + length);
  }

  text(length: number): string {
    const text = decodeUtf8(this.take(length));
    if (text === undefined)
      throw new FormatError(l10n.t("The pickle of the file has a string that is no valid UTF-8."));
    return text;
  }

  /** Latin-1 text up to a line feed, which is skipped. */
  line(): string {
    const window = this.bytes.subarray(this.offset, this.offset + MAX_LINE_BYTES);
    const length = window.indexOf(10);
    if (length < 0) {
      if (window.length < MAX_LINE_BYTES) throw new PickleEndsEarly();
      throw new FormatError(l10n.t("The pickle of the file has a line of more than {0} characters.", MAX_LINE_BYTES));
    }
    this.offset += length + 1;
    return decodeLatin1(window.subarray(0, length));
  }
}
