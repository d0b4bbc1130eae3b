import type { RunStarted } from "../../src/protocol/trainer";

/** The shapes of a model's tensors by PyTorch name. */
export type TensorShapes = ReadonlyMap<string, readonly number[]>;

export function tensorShapes(started: RunStarted | undefined): TensorShapes {
  return new Map(started?.model.stateDict.map(({ name, shape }) => [name, shape]));
}

/** Whether a parameter's line is drawn: as the person chose, else weight matrices are and biases are not. */
export function isParameterShown(
  name: string,
  shapes: TensorShapes,
  chosen: Readonly<Record<string, boolean>>,
): boolean {
  const byHand = Object.hasOwn(chosen, name) ? chosen[name] : undefined;
  return byHand ?? (shapes.get(name)?.length ?? 0) > 1;
}

/** The norm per square root of the number of elements. */
export function rootMeanSquare(norm: number, shape: readonly number[]): number {
  return norm / Math.sqrt(shape.reduce((product, size) => product * size, 1));
}
