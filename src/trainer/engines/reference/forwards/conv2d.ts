import type { LayerOf, Pair } from "../../../../model/layers";
import type { Shape } from "../../../../model/modelSpec";
import { Linear } from "../linear";
import type { Batch, Forward, Parameter } from "../operation";
import { GrowingBuffer, type Precision, type Reals } from "../precision";
import { PADDED_INDEX } from "./paddedIndex";

/**
 * `nn.Conv2d`, one image at a time: the patch under the kernel at each place becomes a row of a matrix, and the
 * kernels of a group are the weights of a `Linear` on those rows.
 */
export class Conv2d implements Forward {
  readonly #output: GrowingBuffer;
  readonly #patches: Reals;
  readonly #groups: readonly Linear[];
  readonly #inputSize: number;
  readonly #places: Pair;
  /** For each axis, place and kernel element, the row or column of the image it falls on; -1 outside of it. */
  readonly #rows: Int32Array;
  readonly #columns: Int32Array;

  constructor(
    private readonly layer: LayerOf<"Conv2d">,
    private readonly inputShape: Shape,
    [outChannels, ...places]: Shape,
    weight: Parameter,
    bias: Parameter | undefined,
    precision: Precision,
  ) {
    const [, height, width] = inputShape as [number, number, number];
    const inFeatures = (layer.inChannels / layer.groups) * layer.kernelSize[0] * layer.kernelSize[1];
    const outFeatures = outChannels! / layer.groups;
    this.#places = places as [number, number];
    this.#inputSize = layer.inChannels * height * width;
    this.#rows = reach(layer, 0, height, this.#places[0]);
    this.#columns = reach(layer, 1, width, this.#places[1]);
    this.#output = new GrowingBuffer(precision);
    this.#patches = precision.allocate(this.#places[0] * this.#places[1] * inFeatures);
    this.#groups = Array.from({ length: layer.groups }, (_, group) => {
      const own = ({ values, gradient }: Parameter, size: number): Parameter => ({
        values: values.subarray(group * size, (group + 1) * size),
        gradient: gradient.subarray(group * size, (group + 1) * size),
      });
      const shape = { type: "Linear", inFeatures, outFeatures, bias: layer.bias } as const;
      return new Linear(shape, own(weight, inFeatures * outFeatures), bias && own(bias, outFeatures), precision);
    });
  }

  forward({ rows, values, background }: Batch): Batch {
    const [high, wide] = this.#places;
    const places = high * wide;
    const perGroup = this.layer.outChannels / this.layer.groups;
    const output = this.#output.take(rows * this.layer.outChannels * places);
    for (let row = 0; row < rows; row++) {
      const image = values.subarray(row * this.#inputSize, (row + 1) * this.#inputSize);
      this.#groups.forEach((linear, group) => {
        this.#fillPatches(image, group);
        const found = linear.forward({ rows: places, values: this.#patches, background }).values;
        const begin = (row * this.layer.outChannels + group * perGroup) * places;
        for (let place = 0; place < places; place++) {
          for (let unit = 0; unit < perGroup; unit++) {
            output[begin + unit * places + place] = found[place * perGroup + unit]!;
          }
        }
      });
    }
    return { rows, values: output, background: 0 };
  }

  #fillPatches(image: Reals, group: number): void {
    const { kernelSize, inChannels, groups } = this.layer;
    const [, height, width] = this.inputShape as [number, number, number];
    const channels = inChannels / groups;
    const patches = this.#patches;
    let at = 0;
    for (let y = 0; y < this.#places[0]; y++) {
      for (let x = 0; x < this.#places[1]; x++) {
        for (let channel = group * channels; channel < (group + 1) * channels; channel++) {
          for (let i = 0; i < kernelSize[0]; i++) {
            const row = this.#rows[y * kernelSize[0] + i]!;
            const begin = (channel * height + row) * width;
            for (let j = 0; j < kernelSize[1]; j++) {
              const column = this.#columns[x * kernelSize[1] + j]!;
              patches[at++] = row < 0 || column < 0 ? 0 : image[begin + column]!;
            }
          }
        }
      }
    }
  }
}

function reach(
  { kernelSize, stride, padding, dilation, paddingMode }: LayerOf<"Conv2d">,
  axis: 0 | 1,
  size: number,
  places: number,
): Int32Array {
  const kernel = kernelSize[axis];
  // of an odd border for "same" PyTorch puts the larger half behind
  const same = Math.floor((dilation[axis] * (kernel - 1)) / 2);
  const before = padding === "valid" ? 0 : padding === "same" ? same : padding[axis];
  return Int32Array.from({ length: places * kernel }, (_, k) => {
    const place = Math.floor(k / kernel) * stride[axis] + (k % kernel) * dilation[axis] - before;
    return PADDED_INDEX[paddingMode](place, size);
  });
}
