import { expect, test } from "vitest";
import { parseViewSettings, ViewSettingsStore } from "../../../../webview/training/viewSettings";

const DEFAULTS = { smoothing: "medium", shownParameters: {} };

test.each([
  undefined,
  null,
  7,
  "light",
  { smoothing: "toString" },
  { shownParameters: ["fc1"] },
  { shownParameters: 1 },
])("%j gives the defaults", kept => expect(parseViewSettings(kept)).toEqual(DEFAULTS));

test("what was chosen comes back after a reload", () => {
  let state: unknown;
  const vscode = { getState: () => state, setState: (next: unknown) => (state = next) };
  const store = new ViewSettingsStore(vscode);
  store.change({ smoothing: "strong" });
  store.change({ shownParameters: { "fc1.bias": true } });
  const kept: unknown = JSON.parse(JSON.stringify(state));
  expect(new ViewSettingsStore({ ...vscode, getState: () => kept }).current).toEqual({
    smoothing: "strong",
    shownParameters: { "fc1.bias": true },
  });
});
