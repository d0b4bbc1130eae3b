import { encodeUtf8 } from "./utf8";
import { concatenate } from "./zipWriter";

/** Writes pickle protocol 2, the part of it that a state dict needs. */
export class PickleWriter {
  readonly #pieces: Uint8Array[] = [Uint8Array.of(0x80, 2)];

  /** `module.name`, to be called or referred to. */
  global(module: string, name: string): this {
    return this.#add(Uint8Array.of(0x63), encodeUtf8(`${module}\n${name}\n`));
  }

  text(value: string): this {
    const bytes = encodeUtf8(value);
    return this.#add(Uint8Array.of(0x58), littleEndian(BigInt(bytes.length), 4), bytes);
  }

  /** A whole number from 0 to 2^53. */
  integer(value: number): this {
    if (value < 256) return this.#add(Uint8Array.of(0x4b, value));
    if (value < 65536) return this.#add(Uint8Array.of(0x4d), littleEndian(BigInt(value), 2));
    return this.#add(Uint8Array.of(0x8a, 8), littleEndian(BigInt(value), 8));
  }

  false(): this {
    return this.#add(Uint8Array.of(0x89));
  }

  /** What `write` adds, as one tuple. */
  tuple(write: () => void): this {
    this.#add(Uint8Array.of(0x28));
    write();
    return this.#add(Uint8Array.of(0x74));
  }

  /** Calls the global below with the tuple on top. */
  reduce(): this {
    return this.#add(Uint8Array.of(0x52));
  }

  /** Replaces the tuple on top by the outside object it names. */
  persistentId(): this {
    return this.#add(Uint8Array.of(0x51));
  }

  /** Sets the keys and values that `write` adds in the dict below. */
  setItems(write: () => void): this {
    this.#add(Uint8Array.of(0x28));
    write();
    return this.#add(Uint8Array.of(0x75));
  }

  finish(): Uint8Array {
    this.#add(Uint8Array.of(0x2e));
    return concatenate(this.#pieces);
  }

  #add(...pieces: Uint8Array[]): this {
    this.#pieces.push(...pieces);
    return this;
  }
}

function littleEndian(value: bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}
