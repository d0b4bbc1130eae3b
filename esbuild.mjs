// Builds every bundle. `--production` minifies and leaves out source maps; `--watch` rebuilds on change; `--tests` adds
// the suite that runs inside VS Code. Pages stand whole in their HTML, so they are small except while one works on them.
import { build, context } from "esbuild";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { buildKernels, external, programs } from "./buildWasm.mjs";
import { thirdPartyLicenses } from "./thirdPartyLicenses.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const production = process.argv.includes("--production");
const common = {
  bundle: true,
  outdir: "dist",
  minify: production,
  sourcemap: production ? false : "linked",
  legalComments: "none", // dist/THIRD_PARTY_LICENSES.txt has them all
  metafile: true,
  logLevel: "warning",
};
const node = { ...common, platform: "node", format: "cjs", target: "node20" };
const trainer = { ...node, external, define: { TRAIN_LENS_VERSION: JSON.stringify(version) } };
const watching = process.argv.includes("--watch");
const page = {
  ...common,
  platform: "browser",
  format: "iife",
  target: "es2022",
  minify: !watching,
  sourcemap: watching && "inline",
  loader: { ".ttf": "dataurl" },
};

/** Only the extension bundle may name `vscode`; a stray import elsewhere fails to resolve. */
const bundles = [
  { ...node, entryPoints: { extension: "src/extension/extension.ts" }, external: ["vscode"] },
  { ...trainer, entryPoints: { trainer: "src/trainer/main.ts", ...programs } },
  { ...node, entryPoints: { weightsReader: "src/trainer/weightsReader/main.ts" } },
  { ...trainer, entryPoints: { cli: "src/trainer/cli.ts" }, banner: { js: "#!/usr/bin/env node" } },
  { ...page, entryPoints: { training: "webview/training/main.ts", inspector: "webview/inspector/main.ts" } },
];

/** Mocha stays outside: one copy of it must own the globals that every test file uses. */
if (process.argv.includes("--tests")) {
  rmSync("dist/test", { recursive: true, force: true });
  bundles.push({
    ...node,
    entryPoints: ["test/vscode/index.ts", "test/vscode/**/*.test.ts"],
    outbase: "test",
    outdir: "dist/test",
    external: ["vscode", "mocha"],
  });
}

await buildKernels();
if (watching) {
  for (const bundle of bundles) await (await context({ ...bundle, logLevel: "info" })).watch();
} else {
  const results = await Promise.all(bundles.map(bundle => build(bundle)));
  writeFileSync("dist/THIRD_PARTY_LICENSES.txt", thirdPartyLicenses(results.map(({ metafile }) => metafile)));
}
