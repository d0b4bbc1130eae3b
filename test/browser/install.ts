import { installCodeServer } from "../host/installCodeServer.ts";
import { BROWSER, ensureSystemPackages } from "../host/systemPackages.ts";

/** Installs what the browser tests need before the first of them starts, since this may take minutes. */
export async function setup(): Promise<void> {
  ensureSystemPackages(BROWSER);
  await installCodeServer();
}
