import type { Arena } from "./arena";

/** How a tensor `[outputs, inputs]` lies in memory: `[outputs / width][depth][width]`, padded with zeros. */
export interface PanelLayout {
  readonly outputs: number;
  readonly inputs: number;
  /** Columns that lie side by side. */
  readonly width: number;
  /** `inputs`, rounded up to what the kernels compute at once. */
  readonly depth: number;
}

/** How a vector lies in memory, padded for kernels that take eight values at once. */
export function vectorLayout(length: number): PanelLayout {
  return { outputs: length, inputs: 1, width: 8, depth: 1 };
}

/** A tensor in WASM memory, followed by what the optimizer remembers of it, each `extent` bytes long. */
export class Parameter {
  readonly address: number;
  readonly extent: number;

  constructor(
    arena: Arena,
    /** Its place among the named parameters, which is that of its gradient norm; -1 for a buffer. */
    readonly index: number,
    private readonly layout: PanelLayout,
    optimizerArrays: number,
  ) {
    this.extent = 4 * Math.ceil(layout.outputs / layout.width) * layout.width * layout.depth;
    this.address = arena.reserve(this.extent * (1 + optimizerArrays));
  }

  /** Takes values in PyTorch's order, `[outputs, inputs]`. */
  write(memory: WebAssembly.Memory, values: Float32Array): void {
    this.#write(memory, 0, values, 1);
  }

  /** Takes what the optimizer is to remember in its array number `array`, from 0, times `scale`. */
  writeState(memory: WebAssembly.Memory, array: number, values: Float32Array, scale: number): void {
    this.#write(memory, 1 + array, values, scale);
  }

  #write(memory: WebAssembly.Memory, extents: number, values: Float32Array, scale: number): void {
    const target = this.#view(memory, extents);
    this.#forEach((index, position) => (target[position] = values[index]! * scale));
  }

  read(memory: WebAssembly.Memory): Float32Array {
    const source = this.#view(memory);
    const values = new Float32Array(this.layout.outputs * this.layout.inputs);
    this.#forEach((index, position) => (values[index] = source[position]!));
    return values;
  }

  #view(memory: WebAssembly.Memory, extents = 0): Float32Array {
    return new Float32Array(memory.buffer, this.address + extents * this.extent, this.extent / 4);
  }

  #forEach(visit: (index: number, position: number) => void): void {
    const { outputs, inputs, width, depth } = this.layout;
    for (let output = 0; output < outputs; output++) {
      const first = Math.floor(output / width) * depth * width + (output % width);
      for (let input = 0; input < inputs; input++) visit(output * inputs + input, first + input * width);
    }
  }
}
