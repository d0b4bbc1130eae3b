/** The part of the WebAssembly API that the engine uses; TypeScript knows it only together with the DOM. */
declare namespace WebAssembly {
  /** Opaque: it is compiled once and instantiated anywhere. */
  type Module = object;
  const Module: new (bytes: Uint8Array) => Module;

  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: true });
    readonly buffer: SharedArrayBuffer;
    grow(pages: number): number;
  }

  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: Record<string, unknown>;
  }

  function validate(bytes: Uint8Array): boolean;
}
