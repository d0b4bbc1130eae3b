/** What the command Install CUDA Engine installs. */
export const TFJS_GPU_PACKAGE = { name: "@tensorflow/tfjs-node-gpu", version: "4.22.0" } as const;

/** The packages that the engine can work with, the preferred one first. */
export const TFJS_PACKAGES: readonly string[] = [TFJS_GPU_PACKAGE.name, "@tensorflow/tfjs-node"];

/** Names the folder whose `node_modules` holds one of these packages. */
export const TFJS_FOLDER_VARIABLE = "TRAIN_LENS_TFJS";

/** What the program that tries an installation tells before it leaves. */
export type TfjsProbe =
  | { readonly works: true; readonly isUsingGpu: boolean; readonly tensorflowVersion: string }
  | { readonly works: false; readonly reason: string };

/** `message` of that program's process, checked. */
export function parseTfjsProbe(message: unknown): TfjsProbe | undefined {
  if (typeof message !== "object" || message === null || !("works" in message)) return undefined;
  const { works, isUsingGpu, tensorflowVersion, reason } = message as Record<string, unknown>;
  if (works === true && typeof isUsingGpu === "boolean" && typeof tensorflowVersion === "string") {
    return { works, isUsingGpu, tensorflowVersion };
  }
  return works === false && typeof reason === "string" ? { works, reason } : undefined;
}
