import { delimiter, join } from "node:path";
import { PROJECT } from "./paths.ts";

/** For npm: Node 24 first on PATH, and nothing of an npm that may be running us under another Node. */
export function installEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|config_(user_agent|local_prefix|node_gyp|nodedir)$)/i.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    PATH: [join(PROJECT, "node_modules", ".bin"), process.env.PATH ?? ""].join(delimiter),
  };
}
