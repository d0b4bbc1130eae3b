import { chromium, type Browser } from "playwright-core";
import { BROWSER, ensureSystemPackages, findChromium } from "./systemPackages.ts";

/** Starts headless Chromium with the flags that a container and a VS Code server want. */
export async function openBrowser(): Promise<Browser> {
  ensureSystemPackages(BROWSER);
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
