import { layerKind, type Layer } from "../../../model/layers";
import type { ModelSpec } from "../../../model/modelSpec";
import { ParameterSpace, type ParameterRows } from "./parameterSpace";

/** Where the tensors of the modules that a model calls are. */
export class ModelParameters {
  readonly space = new ParameterSpace();
  /** The rows of linear layers. */
  readonly linearRows: ParameterRows[] = [];
  /** All rows that are trained. */
  readonly trainedRows: ParameterRows[] = [];
  readonly #rows = new Map<string, ParameterRows>();

  constructor(model: ModelSpec) {
    for (const { layer, module } of model.calls) this.#placeTrained(layer, module ?? "");
    for (const { layer, module } of model.calls) this.#placeBuffers(layer, module ?? "");
  }

  /** The rows that begin with the tensor `name`. */
  rows(name: string): ParameterRows | undefined {
    return this.#rows.get(name);
  }

  #placeTrained(layer: Layer, module: string): void {
    const names = layerKind(layer)
      .tensors(layer)
      .filter(({ trained }) => trained);
    if (layer.type === "Linear") {
      const bias = layer.bias ? `${module}.bias` : undefined;
      const rows = this.space.trainedRows(layer.outFeatures, layer.inFeatures, `${module}.weight`, bias);
      this.#keep(`${module}.weight`, rows);
      this.linearRows.push(rows);
      return;
    }
    for (const { name, shape } of names) {
      const width = shape.reduce((product, size) => product * size, 1);
      this.#keep(`${module}.${name}`, this.space.trainedRows(1, width, `${module}.${name}`));
    }
  }

  #placeBuffers(layer: Layer, module: string): void {
    if (layer.type !== "BatchNorm1d") return;
    for (const { name, trained } of layerKind(layer).tensors(layer)) {
      if (trained) continue;
      const place = name === "num_batches_tracked" ? "counter" : "buffer";
      this.#rows.set(`${module}.${name}`, this.space[place](layer.numFeatures, `${module}.${name}`));
    }
  }

  #keep(name: string, rows: ParameterRows): void {
    this.#rows.set(name, rows);
    this.trainedRows.push(rows);
  }
}
