import { describe, expect, test } from "vitest";
import { readTensors, writeSafetensors } from "../../../src/formats/weightsFile";
import { readFromMemory } from "../../../src/formats/reading";
import { readWeightsIndex } from "../../../src/formats/readWeightsIndex";
import { concatenate } from "../../../src/formats/zipWriter";

const T = '{"dtype":"F32","shape":[2],"data_offsets":[0,8]}';

/** A file with this header and `dataBytes` zeros; `length` as the header's length, when it is to be wrong. */
function fileOf(header: string, dataBytes = 8, length?: number): Uint8Array {
  const bytes = new TextEncoder().encode(header);
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, BigInt(length ?? bytes.length), true);
  return concatenate([prefix, bytes, new Uint8Array(dataBytes)]);
}

// Each verdict is what safetensors 0.8 (Rust) says to the same file.
describe("the reference implementation takes", () => {
  test.each([
    ["a plain header", `{"a":${T}}`, 8],
    ["white space around it", ` \n{"a":${T}} \n\t`, 8],
    ["no tensors", "{}", 0],
    ["a repeated name, of which the last counts", `{"a":${T},"a":${T}}`, 8],
    ["unknown fields", '{"a":{"dtype":"F32","x":{"y":[null,-1.5e3]},"shape":[2],"data_offsets":[0,8]}}', 8],
    ["null as metadata", `{"__metadata__":null,"a":${T}}`, 8],
    ["repeated keys of metadata", `{"__metadata__":{"k":"1","k":"2"},"a":${T}}`, 8],
    ["surrogate pairs", `{"\\ud83d\\ude00":${T}}`, 8],
    ["an empty name", `{"":${T}}`, 8],
    ["the name __proto__", `{"__proto__":${T}}`, 8],
    ["a scalar", '{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}', 4],
    ["an empty tensor at the end", `{"b":${T},"a":{"dtype":"I8","shape":[0],"data_offsets":[8,8]}}`, 8],
    ["packed types that fill bytes", '{"a":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[0,3]}}', 3],
  ])("%s", (_, header, dataBytes) => {
    expect(() => readTensors(fileOf(header, dataBytes))).not.toThrow();
  });
});

describe("the reference implementation refuses", () => {
  const info = (shape: string, offsets: string, dtype = '"F32"') =>
    `{"a":{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}}`;
  test.each([
    ["text after the header", `{"a":${T}}x`, 8, /no valid JSON at character 5\d/],
    ["zeros as padding", `{"a":${T}}\0`, 8, /no valid JSON/],
    ["two tensors on the same bytes", `{"a":${T},"b":${T}}`, 8, /"b" lies at bytes 0 to 8.*begin at byte 8/],
    ["a hole at the start", info("[2]", "[1,9]"), 9, /begin at byte 0/],
    ["bytes after the last tensor", `{"a":${T}}`, 9, /take 8 bytes, but 9 follow/],
    ["bytes missing", `{"a":${T}}`, 7, /take 8 bytes, but 7 follow/],
    ["offsets the wrong way round", info("[2]", "[8,0]"), 8, /lies at bytes 8 to 0/],
    ["a shape that needs more", info("[3]", "[0,8]"), 8, /needs 12 bytes, but has 8/],
    ["floats as sizes", info("[2.0]", "[0,8]"), 8, /shape that is no list of whole numbers/],
    ["exponents as sizes", info("[2e0]", "[0,8]"), 8, /shape that is no list of whole numbers/],
    ["minus zero", info("[2]", "[-0,8]"), 8, /data_offsets/],
    ["leading zeros", info("[02]", "[0,8]"), 8, /no valid JSON/],
    ["sizes whose product no memory holds", info("[9007199254740991,4]", "[0,8]"), 8, /no memory could hold/],
    ["an unknown type", info("[2]", "[0,8]", '"F128"'), 8, /unknown dtype: "F128"/],
    ["a type in lower case", info("[2]", "[0,8]", '"f32"'), 8, /unknown dtype/],
    ["packed types that do not fill bytes", info("[3]", "[0,1]", '"F4"'), 1, /do not fill whole bytes/],
    ["three offsets", info("[2]", "[0,8,8]"), 8, /data_offsets/],
    ["a repeated field", '{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}', 8, /two dtype/],
    ["a missing field", '{"a":{"dtype":"F32","shape":[2]}}', 8, /no data_offsets/],
    ["numbers as metadata", `{"__metadata__":{"k":1},"a":${T}}`, 8, /"k" of the safetensors header is no text/],
    ["metadata twice", `{"__metadata__":{},"__metadata__":{},"a":${T}}`, 8, /two __metadata__/],
    ["half a surrogate pair", `{"\\ud800":${T}}`, 8, /no valid JSON/],
    ["a tab in a name", `{"a\tb":${T}}`, 8, /no valid JSON/],
    ["containers in each other without end", `{"a":${"[".repeat(127)}${"]".repeat(127)}}`, 0, /no valid JSON/],
    ["a number beyond all numbers", `{"a":{"x":1e999,${T.slice(1)}}`, 8, /no valid JSON/],
    ["a list instead of tensors", '{"a":[]}', 0, /"a" of the safetensors header is no object/],
  ])("%s", (_, header, dataBytes, sentence) => {
    expect(() => readTensors(fileOf(header, dataBytes))).toThrow(sentence);
  });

  test("a header that would be longer than the file, or than the format allows", () => {
    expect(() => readTensors(fileOf("{}", 0, 99))).toThrow(/cut off: its header would have 99 bytes/);
    expect(() => readTensors(fileOf("{}", 0, 100_000_001))).toThrow(/the format allows 100,000,000/);
  });

  test("text that is no UTF-8", () => {
    const file = fileOf(`{"a":${T}}`);
    file[10] = 0xff;
    expect(() => readTensors(file)).toThrow(/no valid UTF-8/);
  });
});

describe("what is written", () => {
  const file = writeSafetensors([
    { name: "b", dtype: "float16", shape: [3], data: new Uint16Array(3) },
    { name: "10", dtype: "float32", shape: [1], data: Float32Array.of(2.5) },
    { name: "9", dtype: "float32", shape: [], data: Float32Array.of(-1) },
    { name: "__proto__", dtype: "int64", shape: [2], data: BigInt64Array.of(1n, -1n) },
  ]);

  test("lies in the order of the reference implementation: widest type first, then by name", () => {
    expect([...readTensors(file).keys()]).toEqual(["__proto__", "10", "9", "b"]);
    expect(readTensors(file).get("9")!.toFloat32()).toEqual(Float32Array.of(-1));
  });

  test("has its data at a multiple of 8 and says that it is PyTorch's", () => {
    const { tensors, metadata } = readFromMemory(file, readWeightsIndex(file.length));
    expect(tensors[0]!.storage.payload!.begin % 8).toBe(0);
    expect([...metadata!]).toEqual([["format", "pt"]]);
  });

  test("must fit its shape", () => {
    const tensor = { name: "w", dtype: "float32", shape: [2], data: new Float32Array(3) } as const;
    expect(() => writeSafetensors([tensor])).toThrow("w has 12 bytes instead of 8");
  });
});
