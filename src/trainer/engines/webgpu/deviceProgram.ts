import { BUFFERS, READ_ONLY, type BufferName } from "./kernels/prelude";
import type { Kernel } from "./kernels/phase";
import type { Program } from "./program";

/** Bytes from one step's record to the next: where a uniform binding may begin. */
const RECORD_BYTES = 256;
/** Bytes of a record that kernels read, see `Step` in the prelude. */
const RECORD_SIZE = 80;
const NUMBERS_AT = 8;

/** What kernels are told about one batch. */
export interface BatchRecord {
  readonly first: number;
  readonly rows: number;
  /** The batch after this one, when its first layer is to be made ahead. */
  readonly next?: { readonly first: number; readonly rows: number };
  readonly numbers?: readonly number[];
}

/** A program with its compiled kernels and its buffers on a device. */
export class DeviceProgram {
  readonly #records: GPUBuffer;
  readonly #groups: { readonly buffers: GPUBindGroup; readonly record: GPUBindGroup };

  private constructor(
    private readonly device: GPUDevice,
    readonly program: Program,
    layouts: { readonly buffers: GPUBindGroupLayout; readonly record: GPUBindGroupLayout },
    buffers: Readonly<Record<BufferName, GPUBuffer>>,
    private readonly kernels: readonly CompiledKernel[],
    private readonly gather: CompiledKernel | undefined,
  ) {
    this.#records = device.createBuffer({
      size: program.slots * RECORD_BYTES,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.#groups = {
      buffers: device.createBindGroup({
        layout: layouts.buffers,
        entries: BUFFERS.map((name, binding) => ({ binding, resource: { buffer: buffers[name] } })),
      }),
      record: device.createBindGroup({
        layout: layouts.record,
        entries: [{ binding: 0, resource: { buffer: this.#records, size: RECORD_SIZE } }],
      }),
    };
  }

  /** Compiles all kernels at once. Rejects when the device does not take one. */
  static async create(
    device: GPUDevice,
    program: Program,
    buffers: Readonly<Record<BufferName, GPUBuffer>>,
  ): Promise<DeviceProgram> {
    const visibility = GPUShaderStage.COMPUTE;
    const layouts = {
      buffers: device.createBindGroupLayout({
        entries: BUFFERS.map((name, binding) => ({
          binding,
          visibility,
          buffer: { type: READ_ONLY.has(name) ? ("read-only-storage" as const) : ("storage" as const) },
        })),
      }),
      record: device.createBindGroupLayout({
        entries: [{ binding: 0, visibility, buffer: { hasDynamicOffset: true, minBindingSize: RECORD_SIZE } }],
      }),
    };
    const layout = device.createPipelineLayout({ bindGroupLayouts: [layouts.buffers, layouts.record] });
    const compile = async (kernel: Kernel): Promise<CompiledKernel> => {
      const module = device.createShaderModule({ code: kernel.code });
      return { ...kernel, pipeline: await device.createComputePipelineAsync({ layout, compute: { module } }) };
    };
    const { kernels, gather } = program;
    const [compiledGather, ...compiled] = await Promise.all([gather && compile(gather), ...kernels.map(compile)]);
    return new DeviceProgram(device, program, layouts, buffers, compiled, compiledGather);
  }

  /** Tells kernels about the batches of the next submission; one for each slot. */
  writeRecords(batches: readonly BatchRecord[]): void {
    const bytes = new ArrayBuffer(batches.length * RECORD_BYTES);
    batches.forEach(({ first, rows, next, numbers = [] }, slot) => {
      const flags = (slot & 1) | (next ? 2 : 0);
      new Uint32Array(bytes, slot * RECORD_BYTES, 6).set([first, rows, slot, flags, next?.first ?? 0, next?.rows ?? 0]);
      new Float32Array(bytes, slot * RECORD_BYTES + 4 * NUMBERS_AT, numbers.length).set(numbers);
    });
    this.device.queue.writeBuffer(this.#records, 0, bytes);
  }

  /** Encodes one batch after the other, and what gathers their results. */
  encode(pass: GPUComputePassEncoder, batches: readonly BatchRecord[]): void {
    pass.setBindGroup(0, this.#groups.buffers);
    batches.forEach(({ rows }, slot) => {
      pass.setBindGroup(1, this.#groups.record, [slot * RECORD_BYTES]);
      for (const { pipeline, groups, isLookedAhead } of this.kernels) {
        if (isLookedAhead && slot > 0) continue;
        pass.setPipeline(pipeline);
        pass.dispatchWorkgroups(groups ?? rows);
      }
    });
    if (!this.gather) return;
    pass.setBindGroup(1, this.#groups.record, [0]);
    pass.setPipeline(this.gather.pipeline);
    pass.dispatchWorkgroups(batches.length);
  }
}

interface CompiledKernel extends Kernel {
  readonly pipeline: GPUComputePipeline;
}
