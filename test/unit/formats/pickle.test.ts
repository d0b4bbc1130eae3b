import { describe, expect, test } from "vitest";
import { FormatError } from "../../../src/formats/formatError";
import { readPickle, type PickleWorld } from "../../../src/formats/pickle";
import { PickleEndsEarly } from "../../../src/formats/pickleCursor";
import { PickledFloat, PickledList, PickledObject, type PickleValue } from "../../../src/formats/pickleValues";
import { createTorchWorld } from "../../../src/formats/torchWorld";
import { concatenate } from "../../../src/formats/zipWriter";

const EMPTY: PickleWorld = {
  findGlobal: () => undefined,
  explainUnknown: name => `needs ${name}`,
  persistentLoad: () => {
    throw new FormatError("nothing is stored outside");
  },
};
const bytes = (...parts: (string | number)[]) =>
  Uint8Array.from(parts.flatMap(part => (typeof part === "number" ? [part] : Array.from(part, c => c.charCodeAt(0)))));
const read = (...parts: (string | number)[]) => readPickle(bytes(...parts), EMPTY);
const valueOf = (...parts: (string | number)[]) => read(...parts).value;

describe("plain data", () => {
  test.each([
    ["None", ["N."], null],
    ["booleans of protocol 1", ["I01\n."], true],
    ["booleans of protocol 2", [0x89, "."], false],
    ["small integers", ["K", 255, "."], 255],
    ["negative integers", ["J", 0xff, 0xff, 0xff, 0xff, "."], -1],
    ["long integers", [0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1, "."], 2n ** 64n],
    ["negative long integers", [0x8a, 1, 0x80, "."], -128],
    ["no digits at all", [0x8a, 0, "."], 0],
    ["long integers as text", ["L-12345678901234567890L\n."], -12345678901234567890n],
    ["text", ["X", 3, 0, 0, 0, "a", 0xc3, 0xa9, "."], "aé"],
  ])("%s", (_, parts, value) => {
    expect(valueOf(...parts)).toEqual(value);
  });

  test("floats stay floats, also whole ones", () => {
    expect(valueOf("G", 0x40, 0, 0, 0, 0, 0, 0, 0, ".")).toEqual(new PickledFloat(2));
  });

  test("names such as __proto__ are keys like any other", () => {
    const { entries } = valueOf("}", 0x8c, 9, "__proto__", "K", 1, "s.") as { entries: Map<unknown, unknown> };
    expect([...entries]).toEqual([["__proto__", 1]]);
  });

  test("values that are kept can be used twice", () => {
    const { items } = valueOf("]q", 0, "h", 0, 0x86, ".") as { items: PickleValue[] };
    expect(items[0]).toBeInstanceOf(PickledList);
    expect(items[1]).toBe(items[0]);
  });

  test("the end is told, so that what follows can be found", () => {
    expect(read("N.N.").length).toBe(2);
  });
});

describe("names that are not on the allow-list", () => {
  test("become tags and a problem", () => {
    const { value, problems } = read("cos\nsystem\n(X", 2, 0, 0, 0, "lstR.");
    expect(value).toMatchObject({ name: "os.system" });
    expect(value).toBeInstanceOf(PickledObject);
    expect(problems).toEqual(["needs os.system"]);
  });

  test("are those of today's Python, whatever the protocol wrote", () => {
    expect(read("c__builtin__\neval\n.").problems).toEqual(["needs builtins.eval"]);
  });

  test("explain a pickle that breaks later", () => {
    expect(() => read("cos\nsystem\n0.")).toThrow("needs os.system");
  });
});

describe("a broken pickle is refused", () => {
  test.each([
    ["values left over", ["NN."], /values left over/],
    ["an unfinished group", ["(N."], /values left over/],
    ["nothing", ["."], /takes a value it never made/],
    ["a list as a key", ["}]Ns."], /list, dict or set as a key/],
    ["a list in a key", ["}]", 0x85, "Ns."], /list, dict or set as a key/],
    ["a key without value", ["}(Nu."], /key without value/],
    ["an invented instruction", [0xfe, "."], /no instruction: 0xfe/],
    ["the instruction INST", ["(ios\nsystem\n."], /"INST"/],
    ["a call of a number", ["K", 1, ")R."], /calls something that is no function/],
    ["invalid UTF-8", ["X", 1, 0, 0, 0, 0xff, "."], /no valid UTF-8/],
    ["a line without end", [`c${"x".repeat(2000)}`], /line of more than 1024/],
    ["protocol 6", [0x80, 6, "N."], /protocol 6/],
  ])("%s", (_, parts, sentence) => {
    expect(() => read(...parts)).toThrow(sentence);
  });

  test("one that is cut off says so, for readers who have more", () => {
    expect(() => read("X", 9, 0, 0, 0, "abc")).toThrow(PickleEndsEarly);
  });
});

describe("a pickle cannot fill the memory", () => {
  test.each(["}", "]", "(", ")"])("with millions of %s", opcode => {
    const pickle = new Uint8Array(8_000_000).fill(opcode.charCodeAt(0));
    expect(() => readPickle(pickle, EMPTY)).toThrow(/far more objects than its size allows/);
  });

  test("with one long text that is turned into bytes again and again", () => {
    const text = "x".repeat(0x0f4240);
    const pickle = bytes("](c_codecs\nencode\nq", 0, "X", 0x40, 0x42, 0x0f, 0, text, "q", 1);
    const call = bytes("h", 0, "(h", 1, "X", 6, 0, 0, 0, "latin1tR");
    const calls = concatenate([pickle, ...Array.from({ length: 200 }, () => call), bytes("e.")]);
    expect(() => readPickle(calls, createTorchWorld("zip"))).toThrow(/far more objects than its size allows/);
  });
});
