import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { findChromium } from "../host/systemPackages.ts";

const DRIVER = "vk_swiftshader_icd.json";
const LOADER = "libvulkan.so.1";
const LIBRARY_PATH = "LD_LIBRARY_PATH";

/** Why `softwareGpu` found nothing. */
export const NO_SOFTWARE_GPU = "no Chromium with SwiftShader, a GPU in software, on this machine";

/**
 * Lets test processes find the Vulkan loader and SwiftShader that come with Chromium; vitest calls it before any of them
 * starts, as a process looks at its library path only then. Returns what undoes it.
 */
export function setup(): (() => void) | undefined {
  const folder = softwareGpuFolder();
  if (folder === undefined) return undefined;
  const libraries = mkdtempSync(join(tmpdir(), "train-lens-vulkan-"));
  symlinkSync(join(folder, LOADER), join(libraries, LOADER));
  const driver = join(folder, DRIVER);
  Object.assign(process.env, { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver });
  process.env[LIBRARY_PATH] = [process.env[LIBRARY_PATH], libraries].filter(Boolean).join(delimiter);
  return () => rmSync(libraries, { recursive: true });
}

/** The folder with SwiftShader and a Vulkan loader, of Linux's Chromium. */
export function softwareGpuFolder(): string | undefined {
  const chromium = findChromium();
  const besides = chromium !== undefined && existsSync(chromium) ? [dirname(realpathSync(chromium))] : [];
  return [...besides, "/usr/lib/chromium", "/opt/google/chrome"].find(
    folder => existsSync(join(folder, DRIVER)) && existsSync(join(folder, LOADER)),
  );
}
