import { homedir } from "node:os";
import { posix, win32 } from "node:path";

/**
 * The folder of downloads, one per user and shared by the command line and the extension, where the platform keeps
 * such things. `TRAIN_LENS_CACHE` names another one.
 */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string = process.platform,
  homeFolder = homedir(),
): string {
  const named = environment["TRAIN_LENS_CACHE"];
  if (named) return named;
  if (platform === "win32") {
    return win32.join(environment["LOCALAPPDATA"] || win32.join(homeFolder, "AppData", "Local"), "train-lens", "cache");
  }
  if (platform === "darwin") return posix.join(homeFolder, "Library", "Caches", "train-lens");
  const xdgFolder = environment["XDG_CACHE_HOME"];
  // The XDG specification says to ignore a relative path.
  const parent = xdgFolder && posix.isAbsolute(xdgFolder) ? xdgFolder : posix.join(homeFolder, ".cache");
  return posix.join(parent, "train-lens");
}
