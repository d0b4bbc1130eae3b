import type { Translate } from "../translate";

/** What decides whether TensorFlow for CUDA exists for a machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** False on Linux systems built on musl, such as Alpine; TensorFlow needs glibc. */
  readonly hasGlibc: boolean;
}

/** The machine that the extension runs on, which is a remote one in a remote window. */
export function thisMachine(): Machine {
  const { header } = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
  return { platform: process.platform, arch: process.arch, hasGlibc: header.glibcVersionRuntime !== undefined };
}

/** Why the CUDA engine cannot be installed on `machine`, as a sentence, or undefined when it can. */
export function whyNoCuda({ platform, arch, hasGlibc }: Machine, t: Translate): string | undefined {
  if ((platform !== "linux" && platform !== "win32") || arch !== "x64") {
    return t("The CUDA engine is made for x64 Linux and Windows only; this is {0} on {1}.", platform, arch);
  }
  if (platform === "linux" && !hasGlibc) {
    return t("The CUDA engine needs a Linux with glibc, which this one, like Alpine, does not have.");
  }
  return undefined;
}
