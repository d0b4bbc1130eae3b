import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createScriptReader, readScriptModels } from "../../../../../src/model/source/javascript/readScriptModels";
import { cpuMilliseconds } from "../../../../support/cpuTime";

const NET = readFileSync("examples/net.ts", "utf8");
const MINIFIED = 'function a(b,c){for(var d=0;d<b.length;d++){c[d]=b[d]*(d?2:1)}return{x:c,y:"z"}};';

/** The fewest milliseconds of some runs, or of those until one is below `enough`. */
function fastest(enough: number, run: (index: number) => unknown): number {
  let best = Infinity;
  for (let index = 0; index < 4 && best >= enough; index++)
    best = Math.min(
      best,
      cpuMilliseconds(() => run(index)),
    );
  return best;
}

test("a megabyte of minified code costs nothing, with a model in it or without", () => {
  const bundle = MINIFIED.repeat(12_000);
  expect(bundle.length).toBeGreaterThan(900_000);
  for (const text of [bundle, bundle + NET]) expect(fastest(20, () => readScriptModels(text, "js"))).toBeLessThan(20);
  expect(readScriptModels(MINIFIED + NET).map(({ name }) => name)).toEqual(["model"]);
});

test("a reader that remembers says the same as one that does not", () => {
  const read = createScriptReader("ts");
  read(NET);
  for (const at of [0, 300, NET.indexOf("units"), NET.length - 20]) {
    for (const typed of ["x", "(", "\n", "`", "/*", "tf.layers."]) {
      const edited = NET.slice(0, at) + typed + NET.slice(at);
      expect(read(edited), `${typed} at ${at}`).toEqual(readScriptModels(edited));
    }
  }
});
