import { describe, expect, test } from "vitest";
import { checkFit, isFitting, type NamedShape } from "../../../src/model/fitCheck";
import { loadStateDictError } from "../../../src/model/loadStateDictError";

const shapes = (tensors: Readonly<Record<string, readonly number[]>>): NamedShape[] =>
  Object.entries(tensors).map(([name, shape]) => ({ name, shape }));

const NET = shapes({ "fc1.weight": [128, 784], "fc1.bias": [128], "fc2.weight": [10, 128], "fc2.bias": [10] });
const NORMED = shapes({
  "fc1.weight": [3, 4],
  "fc1.bias": [3],
  "bn.weight": [3],
  "bn.bias": [3],
  "bn.running_mean": [3],
  "bn.running_var": [3],
  "bn.num_batches_tracked": [],
  "net.0.weight": [2, 3],
  "net.0.bias": [2],
});
const prefixed = (prefix: string, tensors: readonly NamedShape[]) =>
  tensors.map(({ name, shape }) => ({ name: prefix + name, shape }));

describe("checkFit", () => {
  test("the class's own tensors fit, in any order", () => {
    const { asIs, renamed } = checkFit(NET, [...NET].reverse());
    expect(isFitting(asIs)).toBe(true);
    expect(asIs.matchingCount).toBe(4);
    expect(renamed).toBeUndefined();
    expect(loadStateDictError("Net", asIs)).toBeUndefined();
  });

  test("what does not fit is told in PyTorch's words and order", () => {
    const file = shapes({
      zz: [1],
      "net.1.weight": [1],
      "fc1.extra": [1],
      "bn.weight": [4],
      "fc9.weight": [1],
      "net.0.weight": [2, 9],
      "fc1.a.b": [1],
    });
    // printed by PyTorch 2.13 for this state dict
    expect(loadStateDictError("Net", checkFit(NORMED, file).asIs)).toBe(
      "Error(s) in loading state_dict for Net:\n" +
        '\tMissing key(s) in state_dict: "fc1.weight", "fc1.bias", "bn.bias", "bn.running_mean", "bn.running_var", "net.0.bias". \n' +
        '\tUnexpected key(s) in state_dict: "zz", "fc9.weight", "fc1.extra", "fc1.a.b", "net.1.weight". \n' +
        "\tsize mismatch for bn.weight: copying a param with shape torch.Size([4]) from checkpoint, the shape in current model is torch.Size([3]).\n" +
        "\tsize mismatch for net.0.weight: copying a param with shape torch.Size([2, 9]) from checkpoint, the shape in current model is torch.Size([2, 3]).",
    );
  });

  test("a missing counter of batches and one written as a list of one are taken, as PyTorch does", () => {
    const without = NORMED.filter(({ name }) => name !== "bn.num_batches_tracked");
    expect(isFitting(checkFit(NORMED, without).asIs)).toBe(true);
    expect(isFitting(checkFit(NORMED, [...without, { name: "bn.num_batches_tracked", shape: [1] }]).asIs)).toBe(true);
  });

  test.each(["module.", "model.", "_orig_mod.", "module._orig_mod.", "_orig_mod.module."])(
    "names that begin with %s fit without it",
    prefix => {
      const { asIs, renamed } = checkFit(NET, prefixed(prefix, NET));
      expect(asIs.matchingCount).toBe(0);
      expect(renamed?.renaming).toEqual({ prefix, change: "removed" });
      expect(renamed && isFitting(renamed.comparison)).toBe(true);
    },
  );

  test("a prefix is no way out where two tensors would get one name", () => {
    expect(checkFit(NET, [...NET, ...prefixed("module.", NET)]).renamed).toBeUndefined();
  });

  test("a wrapper's further tensors stay unexpected when its prefix is taken away", () => {
    const { renamed } = checkFit(NET, [...prefixed("model.", NET), { name: "criterion.weight", shape: [10] }]);
    expect(renamed?.renaming).toEqual({ prefix: "model.", change: "removed" });
    expect(renamed?.comparison.unexpected).toEqual(["criterion.weight"]);
  });

  test("shapes that differ behind a prefix are told under the names of the class", () => {
    const narrow = NET.map(({ name, shape }) => ({
      name: `module.${name}`,
      shape: shape.map(size => Math.min(size, 64)),
    }));
    const { renamed } = checkFit(NET, narrow);
    expect(renamed?.comparison.mismatched.map(({ name }) => name)).toEqual(["fc1.weight", "fc1.bias", "fc2.weight"]);
  });

  test("a class that wraps what the file holds needs the prefix added", () => {
    const wrapped = prefixed("net.", shapes({ "0.weight": [10, 784], "0.bias": [10] }));
    const { renamed } = checkFit(wrapped, shapes({ "0.weight": [10, 784], "0.bias": [10] }));
    expect(renamed?.renaming).toEqual({ prefix: "net.", change: "added" });
    expect(renamed && isFitting(renamed.comparison)).toBe(true);
  });

  test("a class whose own module is called `model` fits as it is", () => {
    const own = prefixed("model.", NET);
    expect(isFitting(checkFit(own, own).asIs)).toBe(true);
  });

  test("weights of quite another network are not renamed", () => {
    const { asIs, renamed } = checkFit(NET, shapes({ "module.conv.weight": [8, 1, 3, 3] }));
    expect(asIs.matchingCount).toBe(0);
    expect(renamed).toBeUndefined();
  });
});
