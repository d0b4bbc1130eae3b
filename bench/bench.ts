// `npm run bench`: what README's tables are made with. Prints Markdown, or JSON with `--json`; progress goes to stderr.
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { prepareMnist } from "./mnistFolder.ts";
import type { Part, PartResult } from "./part.ts";
import { growth } from "./parts/growth.ts";
import { overhead } from "./parts/overhead.ts";
import { sideBySide } from "./parts/sideBySide.ts";
import { wide } from "./parts/wide.ts";

const PARTS: Readonly<Record<string, Part>> = { "side-by-side": sideBySide, wide, overhead, growth };
const USAGE = `npm run bench -- [--part NAME]... [--rounds N] [--json]

  --part NAME   one of ${Object.keys(PARTS).join(", ")}; all when absent
  --rounds N    how often each contestant runs (default 5)
  --json        one JSON value instead of Markdown
`;

const { values } = parseArgs({
  options: {
    part: { type: "string", multiple: true, default: Object.keys(PARTS) },
    rounds: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const unknown = values.part.filter(name => !Object.hasOwn(PARTS, name));
if (values.help || unknown.length > 0 || !(Number.isSafeInteger(rounds) && rounds >= 1)) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}

interface Finished extends PartResult {
  readonly part: string;
  /** The load of the machine over the last minute, before the part and after it. */
  readonly load: readonly [number, number];
}

const mnist = prepareMnist();
try {
  const startedMs = performance.now();
  const say = (line: string) => {
    console.error(`${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  };
  const finished: Finished[] = [];
  for (const part of values.part) {
    const before = loadavg()[0]!;
    const result = await PARTS[part]!({ data: mnist.files, root: mnist.root, rounds, say });
    finished.push({ ...result, part, load: [before, loadavg()[0]!] });
  }
  console.log(values.json ? inJson(finished) : inMarkdown(finished));
} finally {
  mnist.remove();
}

function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus()[0]?.model ?? process.arch}, ${availableParallelism()} cores, ${gigabytes} GB, Node ${process.versions.node}`;
}

function inJson(parts: readonly Finished[]): string {
  const results = parts.map(({ part, title, load, values: found }) => ({ part, title, load, found }));
  return JSON.stringify({ date: new Date().toISOString(), machine: machine(), rounds, results }, undefined, 2);
}

function inMarkdown(parts: readonly Finished[]): string {
  const date = new Date().toISOString().slice(0, 10);
  const loads = (pair: readonly [number, number]) => pair.map(load => load.toFixed(1)).join(" before and ");
  const sections = parts.map(
    ({ title, markdown, load }) => `### ${title}\n\n${markdown}\n\nLoad of the machine: ${loads(load)} after.`,
  );
  const head = `Measured on ${date}: ${machine()}. Medians of ${rounds} ${rounds === 1 ? "round" : "rounds"} in turn.`;
  return [head, ...sections].join("\n\n");
}
