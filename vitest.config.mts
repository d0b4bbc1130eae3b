import { defineConfig } from "vitest/config";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/**
 * Where tests of real processes and windows share a machine, what fails may be the machine's hour: it is repeated once, a
 * seeded test with the same seeds, and named at the end even when it then passes.
 */
const RETRY = { retry: 1 };

/** The tiers that run in Node. The suite inside VS Code is not vitest's, see test/host/runVscodeSuite.ts. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          globalSetup: "buildWasm.mjs",
          testTimeout: 30 * SECOND,
        },
      },
      {
        test: {
          name: "process",
          ...RETRY,
          include: ["test/process/**/*.test.ts"],
          globalSetup: ["buildWasm.mjs", "test/support/softwareGpu.ts"],
          testTimeout: MINUTE,
          hookTimeout: MINUTE,
        },
      },
      {
        test: {
          name: "accuracy",
          include: ["test/accuracy/**/*.test.ts"],
          globalSetup: "buildWasm.mjs",
          testTimeout: 15 * MINUTE,
          hookTimeout: 15 * MINUTE,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "browser",
          ...RETRY,
          include: ["test/browser/**/*.test.ts"],
          globalSetup: "test/browser/install.ts",
          testTimeout: 3 * MINUTE,
          hookTimeout: 3 * MINUTE,
          fileParallelism: false,
        },
      },
    ],
  },
});
