import { CLASS_COUNT } from "../../../data/dataset";
import { MOST_PARTIAL_SUMS, MOST_PARTIAL_VECTORS } from "../operations/linear";
import { MATH_FUNCTIONS } from "./mathFunctions";
import { float } from "./wgsl";

/** The order of the buffers in bind group 0, and which of them kernels only read. */
export const BUFFERS = ["DATA", "ORDER", "P", "KEPT", "ACT", "PART", "MASKS", "GRADIENTS"] as const;
export type BufferName = (typeof BUFFERS)[number];
export const READ_ONLY: ReadonlySet<BufferName> = new Set(["DATA", "ORDER", "MASKS"]);
const ELEMENTS: Readonly<Record<BufferName, string>> = {
  DATA: "u32",
  ORDER: "u32",
  P: "vec4f",
  KEPT: "vec4f",
  ACT: "f32",
  PART: "f32",
  MASKS: "u32",
  GRADIENTS: "vec4f",
};

/** What kernels know beside their own code. */
export interface PreludeFacts {
  readonly threads: number;
  /** How a byte becomes a value: `byte * scale + shift`. */
  readonly pixels: { readonly scale: number; readonly shift: number };
  /** Where labels begin in the data, in words. */
  readonly labelsAt: number;
  /** Whether samples come in the epoch's order; else one after the other. */
  readonly isOrdered: boolean;
  readonly slotFloats: number;
  readonly batchRows: number;
  readonly maskWords: number;
  /** Vectors of the longest weight row that is kept in workgroup memory. */
  readonly cachedChunks: number;
  /** The function `update`, where anything is trained. */
  readonly update: string;
}

/** What all kernels of a network begin with. */
export function prelude(facts: PreludeFacts): string {
  const bindings = BUFFERS.map((name, binding) => {
    const access = READ_ONLY.has(name) ? "read" : "read_write";
    return `@group(0) @binding(${binding}) var<storage, ${access}> ${name}: array<${ELEMENTS[name]}>;`;
  });
  return `
struct Step {
  first: u32, rows: u32, slot: u32, flags: u32,
  next_first: u32, next_rows: u32, unused0: u32, unused1: u32,
  numbers: array<vec4f, 3>,
}
${bindings.join("\n")}
@group(1) @binding(0) var<uniform> s: Step;

const THREADS = ${facts.threads}u;
const CLASSES = ${CLASS_COUNT}u;
const SLOT_FLOATS = ${facts.slotFloats}u;
const LOSSES_AT = 1u;
const CORRECT_AT = ${1 + facts.batchRows}u;
const BROKEN_AT = ${1 + 2 * facts.batchRows}u;
const MASK_WORDS = ${facts.maskWords}u;

var<workgroup> partial: array<f32, ${MOST_PARTIAL_SUMS}>;
var<workgroup> partial4: array<vec4f, ${MOST_PARTIAL_VECTORS}>;
var<workgroup> weight_row: array<vec4f, ${facts.cachedChunks}>;
var<workgroup> values: array<f32, THREADS>;
var<workgroup> sums: array<f32, 16>;
${MATH_FUNCTIONS}
fn act4(at: u32) -> vec4f { return vec4f(ACT[at], ACT[at + 1u], ACT[at + 2u], ACT[at + 3u]); }

fn store4(at: u32, value: vec4f, count: u32) {
  for (var k = 0u; k < min(count, 4u); k++) { ACT[at + k] = value[k]; }
}

fn image4(word: u32) -> vec4f {
  return vec4f(unpack4xU8(DATA[word])) * ${float(facts.pixels.scale)} + ${float(facts.pixels.shift)};
}

fn sampleAt(place: u32) -> u32 { return ${facts.isOrdered ? "ORDER[place]" : "place"}; }

fn labelOf(sample: u32) -> u32 { return (DATA[${facts.labelsAt}u + (sample >> 2u)] >> (8u * (sample & 3u))) & 255u; }

// all threads of the workgroup call these two together
fn sumOf(t: u32, value: f32) -> f32 {
  values[t] = value;
  workgroupBarrier();
  if (t < 16u) {
    var sum = 0.0;
    for (var k = t; k < THREADS; k += 16u) { sum += values[k]; }
    sums[t] = sum;
  }
  workgroupBarrier();
  var sum = 0.0;
  for (var k = 0u; k < 16u; k++) { sum += sums[k]; }
  return sum;
}

fn highestOf(t: u32, value: f32) -> f32 {
  values[t] = value;
  workgroupBarrier();
  if (t < 16u) {
    var highest = values[t];
    for (var k = t; k < THREADS; k += 16u) { highest = max(highest, values[k]); }
    sums[t] = highest;
  }
  workgroupBarrier();
  var highest = sums[0];
  for (var k = 1u; k < 16u; k++) { highest = max(highest, sums[k]); }
  return highest;
}
${facts.update}`;
}
