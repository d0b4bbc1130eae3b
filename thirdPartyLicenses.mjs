import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const LICENSE_FILE = /^(licen[cs]e|copying)(\.|$)/i;

/** The licence texts of all packages in `metafiles` (esbuild's), for the file that ships beside the bundles. */
export function thirdPartyLicenses(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.flatMap(path => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  return [...folders].sort().map(describePackage).join("\n");
}

function describePackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (!license) throw new Error(`${name} is bundled but names no licence.`);
  const file = readdirSync(folder).find(entry => LICENSE_FILE.test(entry));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : "(The package ships no licence text.)";
  return `${"=".repeat(80)}\n${name} ${version}, ${license}\n${"=".repeat(80)}\n\n${text}\n`;
}
