import { expect, test } from "vitest";
import { DisposableStore } from "../../../src/extension/lifecycle";

test("releases in reverse order, once", () => {
  const released: string[] = [];
  const store = new DisposableStore();
  for (const name of ["first", "second"]) store.add({ dispose: () => released.push(name) });
  store.dispose();
  store.dispose();
  expect(released).toEqual(["second", "first"]);
});

test("releases at once what is added too late", () => {
  const store = new DisposableStore();
  store.dispose();
  let isReleased = false;
  store.add({ dispose: () => (isReleased = true) });
  expect(isReleased).toBe(true);
});

test("one failing disposable does not keep the others", () => {
  let isReleased = false;
  const store = new DisposableStore();
  store.add({ dispose: () => (isReleased = true) });
  store.add({
    dispose: () => {
      throw new Error("stuck");
    },
  });
  expect(() => store.dispose()).toThrow("could not release everything");
  expect(isReleased).toBe(true);
});
