import { join } from "node:path";

/** The repository's root: the folder of the extension under test. */
export const PROJECT = join(import.meta.dirname, "..", "..");

/** Downloads and logs of the test hosts; ignored by git and kept between runs. */
export const CACHE = join(PROJECT, ".vscode-test");
