/** The threads `t` of a workgroup do one sample, `row`. */
export interface RowPhase {
  readonly scope: "row";
  readonly code: string;
  /** Whether a thread reads what others have written; else it reads only values `t`, `t + THREADS`, ... of a row. */
  readonly gathers: boolean;
  /** Whether it writes other values than those. */
  readonly scatters?: boolean;
}

/** Each of `groups` workgroups does one unit, `unit`, for all samples. */
export interface UnitPhase {
  readonly scope: "unit";
  readonly code: string;
  readonly groups: number;
  /** Made ahead by the update of the step before, except at the start of a submission. */
  readonly isLookedAhead?: boolean;
}

export type Phase = RowPhase | UnitPhase;

/** A compute shader, and how many workgroups it takes. */
export interface Kernel {
  readonly code: string;
  /** Undefined for one workgroup a sample. */
  readonly groups: number | undefined;
  readonly isLookedAhead: boolean;
}

/** Kernels for phases in order: samples need not wait for each other between two phases that go row by row. */
export function joinPhases(phases: readonly Phase[], prelude: string): Kernel[] {
  const kernels: Kernel[] = [];
  let rows: RowPhase[] = [];
  const finishRows = () => {
    if (rows.length > 0) kernels.push(rowKernel(rows, prelude));
    rows = [];
  };
  for (const phase of phases) {
    if (phase.scope === "row") {
      rows.push(phase);
      continue;
    }
    finishRows();
    kernels.push(unitKernel([phase], prelude));
  }
  finishRows();
  return kernels;
}

/** One kernel whose workgroups are shared out among `phases`, which do not wait for each other. */
export function unitKernel(phases: readonly UnitPhase[], prelude: string): Kernel {
  let groups = 0;
  const parts = phases.map(({ code, groups: own }) => {
    const first = groups;
    groups += own;
    return `if (group.x < ${groups}u) { let unit = group.x - ${first}u; ${code} }`;
  });
  const isLookedAhead = phases.every(phase => phase.isLookedAhead === true);
  return { code: `${prelude}\n${entry(parts.join("\nelse "))}`, groups, isLookedAhead };
}

function rowKernel(phases: readonly RowPhase[], prelude: string): Kernel {
  let mustWait = false;
  const parts = phases.map(({ code, gathers, scatters = false }, index) => {
    const waits = index > 0 && (gathers || mustWait);
    mustWait = scatters;
    return `${waits ? "storageBarrier();\n" : ""}{ ${code} }`;
  });
  return {
    code: `${prelude}\n${entry(`let row = group.x;\n${parts.join("\n")}`)}`,
    groups: undefined,
    isLookedAhead: false,
  };
}

function entry(body: string): string {
  return `@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) t: u32) {
${body}
}`;
}
