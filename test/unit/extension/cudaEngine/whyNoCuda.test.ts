import { expect, test } from "vitest";
import { whyNoCuda } from "../../../../src/extension/cudaEngine/whyNoCuda";

const t = (message: string, ...values: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));

test.each(["linux", "win32"] as const)("x64 %s may have the CUDA engine", platform => {
  expect(whyNoCuda({ platform, arch: "x64", hasGlibc: platform === "linux" }, t)).toBeUndefined();
});

test.each([
  ["darwin", "arm64"],
  ["linux", "arm64"],
  ["win32", "arm64"],
] as const)("%s on %s is refused by name", (platform, arch) => {
  expect(whyNoCuda({ platform, arch, hasGlibc: platform === "linux" }, t)).toContain(`this is ${platform} on ${arch}`);
});

test("a Linux without glibc is refused", () => {
  expect(whyNoCuda({ platform: "linux", arch: "x64", hasGlibc: false }, t)).toContain("glibc");
});
