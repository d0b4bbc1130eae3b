import { gradientsByLayer } from "../../model/gradientHealth";
import type { ModelSpec } from "../../model/modelSpec";
import { fromWireNumber, type GradientNorms } from "../../protocol/trainer";

/** Norm and root mean square of each parameter's gradient, and the sentences about layers of `concerns`. */
export function gradientLines(
  model: ModelSpec,
  norms: GradientNorms,
  concerns: Readonly<Record<string, string>> = {},
): string[] {
  const layers = gradientsByLayer(
    model,
    new Map(Object.entries(norms).map(([name, norm]) => [name, fromWireNumber(norm)])),
  );
  const width = Math.max(...Object.keys(norms).map(name => name.length), "parameter".length);
  const row = (name: string, norm: string, rms: string) => `  ${name.padEnd(width)}  ${norm.padEnd(12)}  ${rms}`;
  return [
    row("parameter", "L2 norm", "RMS"),
    ...layers.flatMap(({ path, parameters }) => [
      ...parameters.map(({ name, norm, rms }) => row(name, precise(norm), precise(rms))),
      ...(concerns[path] === undefined ? [] : [`    ${concerns[path]}`]),
    ]),
  ];
}

const precise = (value: number) => (Number.isFinite(value) ? value.toPrecision(6) : String(value));
