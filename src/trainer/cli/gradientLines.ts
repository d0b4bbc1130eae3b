import { gradientsByLayer } from "../../model/gradientHealth";
import type { ModelSpec } from "../../model/modelSpec";
import { reasonText } from "../../model/source/reason";
import { fromWireNumber, type GradientNorms } from "../../protocol/trainer";

/** Norm and root mean square of each parameter's gradient; with `concerns` also what is conspicuous. */
export function gradientLines(model: ModelSpec, norms: GradientNorms, concerns: boolean): string[] {
  const layers = gradientsByLayer(
    model,
    new Map(Object.entries(norms).map(([name, norm]) => [name, fromWireNumber(norm)])),
  );
  const width = Math.max(...Object.keys(norms).map(name => name.length), "parameter".length);
  const row = (name: string, norm: string, rms: string) => `  ${name.padEnd(width)}  ${norm.padEnd(12)}  ${rms}`;
  return [
    row("parameter", "L2 norm", "RMS"),
    ...layers.flatMap(({ parameters, concern }) => [
      ...parameters.map(({ name, norm, rms }) => row(name, precise(norm), precise(rms))),
      ...(concerns && concern ? [`    ${reasonText(concern)}`] : []),
    ]),
  ];
}

const precise = (value: number) => (Number.isFinite(value) ? value.toPrecision(6) : String(value));
