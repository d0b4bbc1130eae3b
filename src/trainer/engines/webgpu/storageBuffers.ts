/** A buffer with `values`. */
export function filled(device: GPUDevice, values: Float32Array): GPUBuffer {
  const buffer = createStorage(device, values.byteLength);
  device.queue.writeBuffer(buffer, 0, values);
  return buffer;
}

/** A zeroed buffer of at least one vector. */
export function createStorage(device: GPUDevice, bytes: number): GPUBuffer {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  return device.createBuffer({ size: Math.max(bytes, 16), usage });
}
