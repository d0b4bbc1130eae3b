import { layerKind } from "./layers";
import type { ModelSpec, Shape } from "./modelSpec";

/** The shapes of one sample before and after a call; of a call with several inputs the first one. */
export interface CallShapes {
  readonly inputShape: Shape;
  readonly outputShape: Shape;
}

/** The shapes of every call of `model`, which must fit together. */
export function callShapes(model: ModelSpec): CallShapes[] {
  const shapes: CallShapes[] = [];
  const shapeOf = (index: number) => (index < 0 ? model.inputShape : shapes[index]!.outputShape);
  model.calls.forEach(({ layer, inputs = [shapes.length - 1] }, index) => {
    const [inputShape = model.inputShape, ...others] = inputs.map(shapeOf);
    const outputShape = layerKind(layer).outputShape(layer, inputShape, others);
    if (!outputShape)
      throw new Error(`Call ${index}, ${layer.type}, cannot take an input of [${inputShape.join(", ")}].`);
    shapes.push({ inputShape, outputShape });
  });
  return shapes;
}
