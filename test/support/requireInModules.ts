/** What an ES module begins with that CommonJS packages are bundled into: they call `require`, which it has not. */
export const REQUIRE_IN_MODULES =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
