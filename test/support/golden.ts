import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path of a file of PyTorch's recorded behaviour, see `test/fixtures/golden/README.md`. */
export function goldenPath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/golden/${name}`, import.meta.url));
}

/** A tensor as the goldens describe it. */
interface GoldenTensor {
  readonly shape: readonly number[];
  readonly sha256: string;
}

/** `rng.json` for one seed: hashes of what PyTorch's generator gives. */
export interface GoldenDraws {
  readonly init: Readonly<Record<string, GoldenTensor>>;
  readonly loader: {
    readonly epochs: readonly { readonly sha256_int32le: string }[];
    readonly next_int64_after_5_epochs: string;
  };
  readonly dropout: Readonly<Record<string, { readonly keep_sha256_u8: string; readonly out_sha256_f32le: string }>>;
  readonly dropout_net: {
    readonly epochs: readonly { readonly order_sha256_int32le: string; readonly keep_sha256_u8: string }[];
  };
  readonly randperm: Readonly<Record<string, { readonly sha256_int32le: string; readonly next_int64: string }>>;
  readonly random_int64: readonly string[];
  readonly tensors: (name: string) => string;
}

/** `seed{0,42}.json`: five epochs of the tutorial's script in PyTorch on real MNIST. */
export interface GoldenRun {
  readonly loss_epoch1: readonly number[];
  readonly grad_l2: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly epochs: readonly { readonly mean_loss: number; readonly correct: number; readonly accuracy: number }[];
  /** The trained net on the test set. */
  readonly eval: {
    readonly logits_first16: readonly (readonly number[])[];
    readonly correct: number;
    readonly test_mean_cross_entropy: number;
    readonly per_class_accuracy: readonly number[];
    readonly confusion_rows_true_cols_predicted: readonly (readonly number[])[];
  };
}

/** `gates.json`: where two right implementations may part. */
export interface GoldenGates {
  readonly seeds: Readonly<
    Record<
      string,
      {
        readonly first_gate_that_differs_float32_vs_float64: { readonly iteration: number };
        readonly near_zero_float32: readonly { readonly iteration: number; readonly z: number }[];
      }
    >
  >;
}

function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(goldenPath(name), "utf8"));
}

export function goldenRun(seed: 0 | 42): GoldenRun {
  return readGolden(`seed${seed}.json`) as GoldenRun;
}

export function goldenGates(): GoldenGates {
  return readGolden("gates.json") as GoldenGates;
}

export function goldenDraws(): { seeds: ReadonlyMap<string, GoldenDraws>; oddSeeds: Readonly<Record<string, string>> } {
  const file = readGolden("rng.json") as {
    seeds: Record<string, GoldenDraws>;
    odd_seeds_first_int64: Record<string, string>;
  };
  const seeds = Object.entries(file.seeds).map(([seed, draws]): [string, GoldenDraws] => [
    seed,
    { ...draws, tensors: name => (draws as unknown as Record<string, GoldenTensor>)[name]!.sha256 },
  ]);
  return { seeds: new Map(seeds), oddSeeds: file.odd_seeds_first_int64 };
}
