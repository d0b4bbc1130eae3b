/** What a part of the benchmark works with. */
export interface PartContext {
  /** The folder of uncompressed IDX files, and the folder that torchvision calls its root. */
  readonly data: string;
  readonly root: string;
  /** How often each contestant runs; medians are over these. */
  readonly rounds: number;
  /** Tells a person how far it is. */
  readonly say: (line: string) => void;
}

/** What a part found. */
export interface PartResult {
  readonly title: string;
  readonly markdown: string;
  /** The same for programs. */
  readonly values: unknown;
}

export type Part = (context: PartContext) => Promise<PartResult>;

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
