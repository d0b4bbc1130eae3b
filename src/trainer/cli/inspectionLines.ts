import * as l10n from "@vscode/l10n";
import { refusalAdvice } from "../../formats/refusalAdvice";
import type { DescribedTensor, InspectionOutput } from "../inspect";
import { printable } from "./printable";

/** The statistics `--stats` adds, in the order of their columns. */
const STATISTICS = ["l2", "min", "max", "mean", "std", "zeros", "nan", "inf"] as const;

/** What a weights file holds, as a table for people. */
export function inspectionLines(path: string, output: InspectionOutput): string[] {
  const { error, format, tensors = [], scalars = {}, warnings = [] } = output;
  const total = tensors.reduce((sum, { numel }) => sum + numel, 0);
  return [
    ...(error === undefined ? [] : [`${path} must not be loaded: ${error}`, refusalAdvice(l10n.t), ""]),
    ...(format === undefined ? [] : [`${path}: ${format}, ${tensors.length} tensors, ${grouped(total)} values`]),
    ...table(tensors),
    ...Object.entries(scalars).map(([name, value]) => `${printable(name)} = ${printable(JSON.stringify(value))}`),
    ...warnings.map(warning => `Warning: ${printable(warning)}`),
  ];
}

function table(tensors: readonly DescribedTensor[]): string[] {
  if (tensors.length === 0) return [];
  const statistics = STATISTICS.filter(name => tensors.some(tensor => name in tensor));
  const rows = [
    ["name", "dtype", "shape", "values", ...statistics],
    ...tensors.map(tensor => [
      printable(tensor.name),
      tensor.dtype,
      `[${tensor.shape.join(", ")}]`,
      grouped(tensor.numel),
      ...statistics.map(name => statistic(tensor[name])),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}

function statistic(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? grouped(value) : value.toPrecision(5);
  return typeof value === "string" ? value : "-";
}

const grouped = (value: number) => value.toLocaleString("en-US");
