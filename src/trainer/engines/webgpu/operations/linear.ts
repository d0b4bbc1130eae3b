import { rowOf, valueAt, type Activation, type Values } from "../activationSpace";
import { powerOfTwoBelow, shared } from "../kernels/wgsl";
import type { Phase, RowPhase, UnitPhase } from "../kernels/phase";
import type { ParameterRows } from "../parameterSpace";
import type { LinearSource } from "./linearSource";
import type { Operation } from "./operation";
import type { OperationContext } from "./operationContext";

/** Numbers that the partial sums of one row may take in workgroup memory. */
export const MOST_PARTIAL_SUMS = 1024;
/** Vectors of partial sums of an input gradient. */
export const MOST_PARTIAL_VECTORS = 256;
/** Vectors of a weight row that are kept in workgroup memory; longer ones are read where they are. */
export const MOST_CACHED_CHUNKS = 512;
/** Rows that a workgroup with one unit's weights does at once, and how many threads share one. */
export const ROWS_AT_ONCE = 64;
export const THREADS_PER_ROW = 8;

/** `nn.Linear`. A bias is the weight of an input that is 1. */
export function createLinear(
  source: LinearSource,
  input: Activation | undefined,
  canLookAhead: boolean,
  context: OperationContext,
): Operation {
  const { space, training, wantsInputGradient } = context;
  const rows = context.parameter("weight")!;
  const { units } = rows;
  const isLookedAhead = training && canLookAhead && rows.chunks <= MOST_CACHED_CHUNKS;
  const output = space.activation(units, isLookedAhead ? 2 : 1);
  const { values } = output;
  const forward: Phase = goesByUnit(rows, source)
    ? { scope: "unit", groups: units, isLookedAhead, code: unitForward(rows, source, values) }
    : rowForward(rows, input!.values, values, context.threads);
  return {
    output,
    forward,
    ...(training &&
      wantsInputGradient &&
      input && { backward: rowBackward(rows, input.gradient, output.gradient, context.threads) }),
    ...(training && { update: unitUpdate(rows, source, output, isLookedAhead, context) }),
  };
}

/** Small layers go row by row, in one kernel with what surrounds them; others unit by unit. */
function goesByUnit({ units }: ParameterRows, source: LinearSource): boolean {
  return source.kind === "images" || units * THREADS_PER_ROW > MOST_PARTIAL_SUMS;
}

function rowForward({ offset, units, chunks }: ParameterRows, x: Values, y: Values, threads: number): RowPhase {
  const fitting = powerOfTwoBelow(Math.min(threads / units, chunks));
  const splits = Math.max(fitting, Math.min(THREADS_PER_ROW, powerOfTwoBelow(chunks)));
  return {
    scope: "row",
    gathers: true,
    code: `
    let x = ${rowOf(x, "row")};
    ${shared(
      "e",
      units * splits,
      `let weights = ${offset}u + (e / ${splits}u) * ${chunks}u;
      var sum = 0.0;
      for (var c = e % ${splits}u; c < ${chunks}u; c += ${splits}u) { sum += dot(act4(x + 4u * c), P[weights + c]); }
      partial[e] = sum;`,
    )}
    workgroupBarrier();
    ${shared(
      "k",
      units,
      `var sum = 0.0;
      for (var q = 0u; q < ${splits}u; q++) { sum += partial[k * ${splits}u + q]; }
      ${valueAt(y, "row", "k")} = sum;`,
    )}`,
  };
}

/** dx = g W. */
function rowBackward({ offset, units, chunks }: ParameterRows, dx: Values, dy: Values, threads: number): RowPhase {
  const inputChunks = Math.ceil(dx.width / 4);
  const product = (first: string, step: number) => `
    var sum = vec4f();
    for (var j = ${first}; j < ${units}u; j += ${step}u) { sum += ACT[dy + j] * P[${offset}u + j * ${chunks}u + c]; }`;
  if (inputChunks > MOST_PARTIAL_VECTORS) {
    const code = `let dy = ${rowOf(dy, "row")};
    ${shared("c", inputChunks, `${product("0u", 1)} store4(${rowOf(dx, "row")} + 4u * c, sum, ${dx.width}u - 4u * c);`)}`;
    return { scope: "row", gathers: true, scatters: true, code };
  }
  const splits = powerOfTwoBelow(Math.min(Math.min(threads, MOST_PARTIAL_VECTORS) / inputChunks, units));
  return {
    scope: "row",
    gathers: true,
    code: `
    let dy = ${rowOf(dy, "row")};
    ${shared(
      "e",
      inputChunks * splits,
      `let c = e % ${inputChunks}u; ${product(`e / ${inputChunks}u`, splits)} partial4[e] = sum;`,
    )}
    workgroupBarrier();
    ${shared(
      "k",
      dx.width,
      `var sum = 0.0;
      for (var q = 0u; q < ${splits}u; q++) { sum += partial4[q * ${inputChunks}u + (k >> 2u)][k & 3u]; }
      ${valueAt(dx, "row", "k")} = sum;`,
    )}`,
  };
}

/** One unit's outputs for all rows, its weights from workgroup memory where they fit. */
function unitForward(rows: ParameterRows, source: LinearSource, y: Values): string {
  const { offset, chunks } = rows;
  if (chunks > MOST_CACHED_CHUNKS) {
    return outputsOfUnit(source, c => `P[${offset}u + unit * ${chunks}u + ${c}]`, "s.first", "s.rows", y, y.base);
  }
  return `
    ${shared("c", chunks, `weight_row[c] = P[${offset}u + unit * ${chunks}u + c];`)}
    workgroupBarrier();
    ${outputsOfUnit(source, c => `weight_row[${c}]`, "s.first", "s.rows", y, y.base)}`;
}

function outputsOfUnit(
  source: LinearSource,
  weight: (chunk: string) => string,
  first: string,
  rows: string,
  y: Values,
  yBase: string,
): string {
  return `
    for (var begin = 0u; begin < ${rows}; begin += ${ROWS_AT_ONCE}u) {
      let q = t % ${THREADS_PER_ROW}u;
      for (var k = t / ${THREADS_PER_ROW}u; k < ${ROWS_AT_ONCE}u; k += THREADS / ${THREADS_PER_ROW}u) {
        let r = min(begin + k, ${rows} - 1u);
        ${source.beginRow(first, "r")}
        var sum = 0.0;
        for (var c = q; c < ${source.wholeChunks}u; c += ${THREADS_PER_ROW}u) {
          sum += dot(${source.chunk("c")}, ${weight("c")});
        }
        ${
          source.lastChunk === undefined
            ? ""
            : `if (q == ${source.wholeChunks % THREADS_PER_ROW}u) { sum += dot(${source.lastChunk}, ${weight(`${source.wholeChunks}u`)}); }`
        }
        partial[k * ${THREADS_PER_ROW}u + q] = sum;
      }
      workgroupBarrier();
      for (var k = t; k < min(${ROWS_AT_ONCE}u, ${rows} - begin); k += THREADS) {
        var sum = 0.0;
        for (var q = 0u; q < ${THREADS_PER_ROW}u; q++) { sum += partial[k * ${THREADS_PER_ROW}u + q]; }
        ACT[${yBase} + (begin + k) * ${y.stride}u + unit] = sum;
      }
      workgroupBarrier();
    }`;
}

/** Gradient and update of one unit's weights; then, of the first layer, that unit's outputs for the next step. */
function unitUpdate(
  { offset, chunks, used }: ParameterRows,
  source: LinearSource,
  { values, gradient }: Activation,
  isLookedAhead: boolean,
  { squares }: OperationContext,
): UnitPhase {
  const hasBias = used > source.width;
  const summed = (chunk: string) => `
    for (var r = 0u; r < s.rows; r++) {
      ${source.beginRow("s.first", "r")}
      g += ${valueAt(gradient, "r", "unit")} * ${chunk};
    }`;
  const isUsed = used % 4 === 0 ? "vec4<bool>(true)" : `(vec4u(4u * c) + vec4u(0u, 1u, 2u, 3u)) < vec4u(${used}u)`;
  const [biasChunk, biasLane] = [source.width >> 2, source.width & 3];
  const code = `
    var squares = 0.0;
    ${shared(
      "c",
      chunks,
      `var g = vec4f();
      ${
        source.lastChunk === undefined
          ? summed(source.chunk("c"))
          : `if (c < ${source.wholeChunks}u) { ${summed(source.chunk("c"))} } else { ${summed(source.lastChunk)} }`
      }
      let is_used = ${isUsed};
      g = select(vec4f(), g, is_used);
      var own = g;
      ${
        hasBias
          ? `if (c == ${biasChunk}u) { PART[${squares("bias", values.width)} + unit] = g[${biasLane}] * g[${biasLane}]; own[${biasLane}] = 0.0; }`
          : ""
      }
      squares += dot(own, own);
      let next = update(${offset}u + unit * ${chunks}u + c, g, is_used);
      ${isLookedAhead ? "weight_row[c] = next;" : ""}`,
    )}
    let sum = sumOf(t, squares);
    if (t == 0u) { PART[${squares("weight", values.width)} + unit] = sum; }
    ${
      isLookedAhead
        ? `if ((s.flags & 2u) != 0u) {
          ${outputsOfUnit(source, c => `weight_row[${c}]`, "s.next_first", "s.next_rows", values, values.nextBase)}
        }`
        : ""
    }`;
  return { scope: "unit", groups: values.width, code };
}
