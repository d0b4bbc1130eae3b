const PAGE_BYTES = 65_536;
const MAXIMUM_PAGES = 65_536;
/** In bytes; what threads write side by side should not share one. */
export const CACHE_LINE = 64;

/** `bytes`, rounded up to whole cache lines. */
export function inCacheLines(bytes: number): number {
  return Math.ceil(bytes / CACHE_LINE) * CACHE_LINE;
}

/** The first page holds the kernels' own constants. */
const FIRST_ADDRESS = PAGE_BYTES;

/** A memory that threads can share; address space for all of it is set aside at once, memory as it is needed. */
export function createMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared: true });
}

/**
 * Hands out addresses of a memory one behind the other, zeroed, and takes none back. The same calls give the same
 * addresses: threads that share a memory each plan for themselves and agree.
 */
export class Arena {
  #top: number;

  constructor(
    readonly memory: WebAssembly.Memory,
    from = FIRST_ADDRESS,
  ) {
    this.#top = from;
  }

  /** The first address that is not taken. */
  get top(): number {
    return this.#top;
  }

  reserve(bytes: number): number {
    const address = this.#top;
    const missing = address + bytes + CACHE_LINE - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.#top = inCacheLines(address + bytes);
    return address;
  }
}
