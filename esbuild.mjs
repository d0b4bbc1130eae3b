// Builds every bundle. `--production` minifies and leaves out source maps; `--watch` rebuilds on change.
import { build, context } from "esbuild";

const production = process.argv.includes("--production");
const common = {
  bundle: true,
  outdir: "dist",
  minify: production,
  sourcemap: production ? false : "linked",
  legalComments: "linked",
  logLevel: "warning",
};
const node = { ...common, platform: "node", format: "cjs", target: "node20" };
const browser = { ...common, platform: "browser", format: "iife", target: "es2022", loader: { ".ttf": "dataurl" } };

/** Only the extension bundle may name `vscode`; a stray import elsewhere fails to resolve. */
const bundles = [
  { ...node, entryPoints: { extension: "src/extension/extension.ts" }, external: ["vscode"] },
  { ...node, entryPoints: { trainer: "src/trainer/main.ts" } },
  { ...node, entryPoints: { cli: "src/trainer/cli.ts" }, banner: { js: "#!/usr/bin/env node" } },
  { ...browser, entryPoints: { training: "webview/training/main.ts" } },
];

if (process.argv.includes("--watch")) {
  for (const bundle of bundles) await (await context({ ...bundle, logLevel: "info" })).watch();
} else {
  await Promise.all(bundles.map(bundle => build(bundle)));
}
