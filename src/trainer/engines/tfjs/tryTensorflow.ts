import type { TfjsProbe } from "../../../protocol/tfjsInstallation";
import { loadTensorflow } from "./loadTensorflow";

const SIZE = 64;

/**
 * Loads the tfjs-node in `packageFolder`, multiplies two matrices where TensorFlow computes, and tells what came out. A
 * card's kernels are compiled on the way. Never rejects, but what is damaged may end the process.
 */
export async function tryTensorflow(packageFolder: string): Promise<TfjsProbe> {
  try {
    const tf = loadTensorflow(packageFolder);
    const values = Float32Array.from({ length: SIZE * SIZE }, (_, k) => (k % 7) - 3);
    const matrix = tf.tensor(values, [SIZE, SIZE], "float32");
    const product = await tf.matMul(matrix, matrix).data();
    const isRight = product.every((value, k) => value === expectedProduct(values, k));
    if (!isRight) return { works: false, reason: "its product of two matrices is wrong" };
    const { isUsingGpuDevice = false, binding } = tf.backend();
    return { works: true, isUsingGpu: isUsingGpuDevice, tensorflowVersion: binding?.TF_Version ?? "" };
  } catch (error) {
    return { works: false, reason: (error as Error).message.split("\n")[0]! };
  }
}

function expectedProduct(values: Float32Array, k: number): number {
  const row = k - (k % SIZE);
  const column = k % SIZE;
  let sum = 0;
  for (let inner = 0; inner < SIZE; inner++) sum += values[row + inner]! * values[inner * SIZE + column]!;
  return sum;
}
