import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join } from "node:path";
import { TFJS_FOLDER_VARIABLE, TFJS_PACKAGES } from "../../../protocol/tfjsInstallation";

/** A tfjs-node that is there, whether or not it works. */
export interface InstalledTensorflow {
  /** The folder of the package. */
  readonly folder: string;
  readonly version: string;
}

/**
 * Finds tfjs-node. `TRAIN_LENS_TFJS` names where it was installed to, and then only that place counts: the extension
 * names its own storage. Else it is the one that Node finds beside this program, a command line's own; never one of the
 * folder it is run in.
 */
export function findTensorflow(environment: NodeJS.ProcessEnv): InstalledTensorflow | undefined {
  const named = environment[TFJS_FOLDER_VARIABLE];
  if (named !== undefined && !isAbsolute(named)) return undefined;
  const besideProgram = createRequire(join(__dirname, "program.js"));
  for (const name of TFJS_PACKAGES) {
    try {
      const manifest =
        named === undefined
          ? besideProgram.resolve(`${name}/package.json`)
          : join(named, "node_modules", ...name.split("/"), "package.json");
      const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version?: unknown };
      return { folder: dirname(manifest), version: `${name} ${String(version)}` };
    } catch {
      // the next one may be there
    }
  }
  return undefined;
}
