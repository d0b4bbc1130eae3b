import { expect, test } from "vitest";
import { cacheFolder } from "../../../../src/trainer/data/cacheFolder";

test.each([
  ["linux", {}, "/home/ada/.cache/train-lens"],
  ["linux", { XDG_CACHE_HOME: "/fast/cache" }, "/fast/cache/train-lens"],
  ["linux", { XDG_CACHE_HOME: "relative" }, "/home/ada/.cache/train-lens"],
  ["linux", { XDG_CACHE_HOME: "" }, "/home/ada/.cache/train-lens"],
  ["darwin", { XDG_CACHE_HOME: "/fast/cache" }, "/home/ada/Library/Caches/train-lens"],
  ["linux", { TRAIN_LENS_CACHE: "/named", XDG_CACHE_HOME: "/fast/cache" }, "/named"],
])("on %s with %j the cache is %s", (platform, environment, expected) => {
  expect(cacheFolder(environment, platform, "/home/ada")).toBe(expected);
});

test.each([
  [{ LOCALAPPDATA: "D:\\Local" }, "D:\\Local\\train-lens\\cache"],
  [{}, "C:\\Users\\ada\\AppData\\Local\\train-lens\\cache"],
])("on Windows with %j the cache is %s", (environment, expected) => {
  expect(cacheFolder(environment, "win32", "C:\\Users\\ada")).toBe(expected);
});
