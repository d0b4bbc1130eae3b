import { describe, expect, test } from "vitest";
import { parseTrainerEvent } from "../../../src/protocol/parseTrainerEvent";
import { PROTOCOL_VERSION } from "../../../src/protocol/trainer";
import { eventsOfRun } from "../../support/trainerEvents";

const events = [
  { type: "trainer-ready", protocolVersion: PROTOCOL_VERSION, pid: 1 },
  ...eventsOfRun("run-1"),
  { type: "run-failed", runId: "run-1", message: "no data" },
];

describe("parseTrainerEvent", () => {
  test.each(events.map(event => [event.type, event] as const))("takes %s as it is after JSON", (_type, event) => {
    expect(parseTrainerEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
  });

  test.each(events.map(event => [event.type, event] as const))(
    "refuses %s when any needed field is wrong",
    (_type, event) => {
      const optional = new Set(["accuracy", "weightsPath", "hint"]);
      for (const name of Object.keys(event)) {
        expect(parseTrainerEvent({ ...event, [name]: { strange: true } }), name).toBeUndefined();
        const rest = Object.fromEntries(Object.entries(event).filter(([other]) => other !== name));
        const isComplete = event.type === "run-finished" && optional.has(name);
        expect(parseTrainerEvent(rest) !== undefined, `without ${name}`).toBe(isComplete);
      }
    },
  );

  test.each([undefined, null, 0, "steps-measured", [], {}, { type: 3 }, { type: "toString" }, { type: "__proto__" }])(
    "refuses %j, which is no event",
    message => {
      expect(parseTrainerEvent(message)).toBeUndefined();
    },
  );

  test("refuses an event of a later version instead of guessing", () => {
    expect(parseTrainerEvent({ type: "epoch-imagined", runId: "run-1" })).toBeUndefined();
  });

  test("ignores fields it does not know", () => {
    expect(parseTrainerEvent({ type: "run-failed", runId: "r", message: "m", extra: 1 })).toBeDefined();
  });
});
