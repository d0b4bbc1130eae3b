import { copyFile, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TFJS_GPU_PACKAGE } from "../../protocol/tfjsInstallation";

/** Where the CUDA engine is installed: a folder of the extension's own, with nothing else in it. */
export class InstallationFolder {
  /** The folder of the package, when it is there. */
  readonly packageFolder: string;

  constructor(readonly path: string) {
    this.packageFolder = join(path, "node_modules", ...TFJS_GPU_PACKAGE.name.split("/"));
  }

  async isFilled(): Promise<boolean> {
    return exists(join(this.packageFolder, "package.json"));
  }

  /** An empty folder for npm to install into; npm 12 runs install scripts only of packages that are allowed to. */
  async prepare(): Promise<void> {
    await this.remove();
    await mkdir(this.path, { recursive: true });
    const { name, version } = TFJS_GPU_PACKAGE;
    const manifest = { private: true, dependencies: { [name]: version }, allowScripts: { [name]: true } };
    await writeFile(join(this.path, "package.json"), JSON.stringify(manifest, undefined, 2));
  }

  /** On Windows the package leaves TensorFlow's library where its addon does not look (tfjs issue 8323). */
  async finish(): Promise<void> {
    const library = join(this.packageFolder, "deps", "lib", "tensorflow.dll");
    if (await exists(library)) await copyFile(library, join(this.packageFolder, "lib", "napi-v8", "tensorflow.dll"));
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
