import { fusedMultiplyAdd } from "./fusedMultiplyAdd";
import { MersenneTwister } from "./mersenneTwister";
import { boxMuller16 } from "./boxMuller16";

const TWO_TO_32 = 2 ** 32;

/** Where a generator stands in its sequence. */
export interface GeneratorState {
  readonly twister: ReturnType<MersenneTwister["save"]>;
  readonly secondNormal: number | undefined;
}

/**
 * PyTorch's CPU generator (`at::CPUGeneratorImpl`, `aten/src/ATen/core/DistributionsHelper.h`): the same seed gives the
 * same values, bit for bit, in the order of the calls. Nothing is drawn ahead, except the second of a pair of normals.
 * Tensors come out as an x86 processor with AVX2 computes them, which is what PyTorch uses on every current machine.
 */
export class Generator {
  readonly #twister: MersenneTwister;
  #secondNormal: number | undefined;

  constructor(seed: number | bigint) {
    this.#twister = new MersenneTwister(BigInt(seed));
  }

  save(): GeneratorState {
    return { twister: this.#twister.save(), secondNormal: this.#secondNormal };
  }

  /** What follows is what followed `save`. */
  restore({ twister, secondNormal }: GeneratorState): void {
    this.#twister.restore(twister);
    this.#secondNormal = secondNormal;
  }

  nextUint32(): number {
    return this.#twister.nextUint32();
  }

  /** 64 bits, the high half drawn first. */
  nextUint64(): bigint {
    const high = BigInt(this.nextUint32());
    return (high << 32n) | BigInt(this.nextUint32());
  }

  /** `torch.empty((), dtype=torch.int64).random_()`: 63 bits. */
  nextInt64(): bigint {
    return BigInt.asUintN(63, this.nextUint64());
  }

  /** Uniform in [0, 1) with the 24 bits a float32 holds. */
  nextFloat(): number {
    return (this.nextUint32() & 0xffffff) * 2 ** -24;
  }

  /** Uniform in [0, 1) with the 53 bits a double holds. */
  nextDouble(): number {
    const high = this.nextUint32();
    const low = this.nextUint32();
    return ((high & 0x1fffff) * TWO_TO_32 + low) * 2 ** -53;
  }

  /** `torch.empty(count).uniform_(from, to)`. */
  uniform(count: number, from: number, to: number): Float32Array {
    const start = Math.fround(from);
    const width = Math.fround(Math.fround(to) - start);
    const values = new Float32Array(count);
    for (let k = 0; k < count; k++) values[k] = fusedMultiplyAdd(this.nextFloat(), width, start);
    return values;
  }

  /** `torch.randn(count) * std + mean`, filled as `normal_` does. */
  normal(count: number, mean = 0, std = 1): Float32Array {
    const values = new Float32Array(count);
    if (count < 16) {
      for (let k = 0; k < count; k++) values[k] = this.#nextNormal() * std + mean;
      return values;
    }
    for (let k = 0; k < count; k++) values[k] = this.nextFloat();
    for (let k = 0; k + 16 <= count; k += 16) boxMuller16(values.subarray(k, k + 16), mean, std);
    if (count % 16 === 0) return values;
    const tail = values.subarray(count - 16); // PyTorch draws the last 16 again when the blocks do not fit
    for (let k = 0; k < 16; k++) tail[k] = this.nextFloat();
    boxMuller16(tail, mean, std);
    return values;
  }

  /** `torch.randint(low, high, (count,))`: a plain modulo, as PyTorch takes it. */
  integers(count: number, low: bigint, high: bigint): BigInt64Array {
    const range = high - low;
    const values = new BigInt64Array(count);
    for (let k = 0; k < count; k++) {
      const drawn = range < 1n << 32n ? BigInt(this.nextUint32()) : this.nextUint64();
      values[k] = low + (drawn % range);
    }
    return values;
  }

  /** `torch.randperm(count)`: Fisher-Yates from the front. */
  permutation(count: number): Int32Array {
    const order = Int32Array.from({ length: count }, (_, k) => k);
    for (let k = 0; k < count - 1; k++) {
      const other = k + (this.nextUint32() % (count - k));
      const kept = order[k]!;
      order[k] = order[other]!;
      order[other] = kept;
    }
    return order;
  }

  /** What `nn.Dropout(p)` multiplies `count` values with in training: 0, or 1 / (1 - p). */
  dropoutNoise(count: number, p: number): Float32Array {
    const noise = new Float32Array(count);
    if (p === 1) return noise;
    if (p === 0) return noise.fill(1);
    const scale = 1 / Math.fround(1 - p);
    for (let k = 0; k < count; k++) noise[k] = this.nextDouble() < 1 - p ? scale : 0;
    return noise;
  }

  #nextNormal(): number {
    if (this.#secondNormal !== undefined) {
      const value = this.#secondNormal;
      this.#secondNormal = undefined;
      return value;
    }
    const first = this.nextDouble();
    const second = this.nextDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-second));
    const angle = 2 * Math.PI * first;
    this.#secondNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}
