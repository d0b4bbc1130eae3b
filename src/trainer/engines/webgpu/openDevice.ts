import * as l10n from "@vscode/l10n";
import { whyCannotLoad } from "../whyCannotLoad";

/** A GPU that computes, or the sentence that says why there is none. */
export type OpenedDevice = { readonly device: GPUDevice; readonly name: string; readonly isSoftware: boolean } | string;

/** Dawn ends the process when the object its devices come from is collected before they are lost. */
const dawnInstances = new Set<GPU>();
/** Kernels write workgroup memory before they read it; clearing it costs time on each start, and much to compile. */
const DAWN_OPTIONS = ["enable-dawn-features=disable_workgroup_init"];
const PROBED = Uint32Array.of(3, 5, 7, 11);
const PROBE_MS = 10_000;

/**
 * Opens the best GPU there is and proves that it computes: numbers go in and come back changed as they should. One
 * that is software counts only when `softwareAllowed`.
 */
export async function openDevice(softwareAllowed: boolean): Promise<OpenedDevice> {
  const refusal = whyCannotLoad("Dawn");
  if (refusal !== undefined) return refusal;
  let instance: GPU;
  try {
    const { create, globals } = await import("webgpu");
    Object.assign(globalThis, globals);
    instance = create(DAWN_OPTIONS);
  } catch (error) {
    return l10n.t("its native module does not load here ({0})", firstLine(error));
  }
  dawnInstances.add(instance);
  const opened = await open(instance, softwareAllowed);
  if (typeof opened === "string") dawnInstances.delete(instance);
  else void opened.device.lost.then(() => dawnInstances.delete(instance));
  return opened;
}

async function open(instance: GPU, softwareAllowed: boolean): Promise<OpenedDevice> {
  try {
    const adapter = await instance.requestAdapter({ powerPreference: "high-performance" });
    if (!adapter) return l10n.t("no GPU was found");
    const { description, device: model, vendor, architecture } = adapter.info;
    const name = [description, model, `${vendor} ${architecture}`].find(text => text.trim() !== "") ?? "GPU";
    const isSoftware = adapter.info.isFallbackAdapter || /swiftshader|llvmpipe|basic render/i.test(`${name} ${model}`);
    if (isSoftware && !softwareAllowed) return l10n.t("the only adapter is software ({0}), not a GPU", name);
    const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
    const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize } });
    const wrong = await probe(device);
    if (wrong === undefined) return { device, name: model || name, isSoftware };
    device.destroy();
    await device.lost;
    return wrong;
  } catch (error) {
    return l10n.t("the GPU could not be used ({0})", firstLine(error));
  }
}

/** Squares a few numbers; resolves to what is wrong with the result. */
async function probe(device: GPUDevice): Promise<string | undefined> {
  const size = PROBED.byteLength;
  const numbers = device.createBuffer({
    size,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
  const result = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(numbers, 0, PROBED);
  const code = `@group(0) @binding(0) var<storage, read_write> numbers: array<u32>;
    @compute @workgroup_size(4) fn main(@builtin(local_invocation_index) t: u32) { numbers[t] *= numbers[t]; }`;
  const pipeline = await device.createComputePipelineAsync({
    layout: "auto",
    compute: { module: device.createShaderModule({ code }) },
  });
  const entries = [{ binding: 0, resource: { buffer: numbers } }];
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(numbers, 0, result, 0, size);
  device.queue.submit([encoder.finish()]);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">(resolve => (timer = setTimeout(resolve, PROBE_MS, "late")));
  const answer = await Promise.race([result.mapAsync(GPUMapMode.READ), late]);
  clearTimeout(timer);
  if (answer === "late") return l10n.t("the GPU does not answer");
  const squares = new Uint32Array(result.getMappedRange().slice(0));
  result.destroy();
  numbers.destroy();
  const isRight = squares.every((square, k) => square === PROBED[k]! ** 2);
  return isRight ? undefined : l10n.t("the GPU computes wrong numbers");
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}
