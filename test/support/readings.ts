import type { ModelReading } from "../../src/model/source/readModels";
import { TUTORIAL_NET } from "../../src/model/tutorialNet";

/** A class at `line` that was understood. */
export function understood(name: string, line: number): ModelReading {
  return { ...siteAt(name, line), outcome: { understood: true, model: TUTORIAL_NET, fileSettings: { settings: {} } } };
}

/** A class at `line` whose line `refusedLine` cannot be read. */
export function refused(name: string, line: number, refusedLine: number): ModelReading {
  const refusal = { reason: "it is strange", range: { from: 0, to: 1 }, line: refusedLine };
  return { ...siteAt(name, line), outcome: { understood: false, refusal } };
}

function siteAt(name: string, line: number) {
  return { name, line, range: { from: line * 10, to: line * 10 + 5 }, end: line * 10 + 50 };
}
