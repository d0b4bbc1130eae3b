import { installTfjs } from "../host/installTfjs";
import { TFJS_FOLDER_VARIABLE } from "../../src/protocol/tfjsInstallation";

/** Lets this process find the tfjs-node of the tests; resolves to the reason when there is none. */
export async function useTfjs(): Promise<string | undefined> {
  const { folder, whyNot } = await installTfjs();
  if (folder !== undefined) process.env[TFJS_FOLDER_VARIABLE] = folder;
  return whyNot;
}
