import { callShapes } from "../callShapes";
import type { ModelSpec, ModuleNode, Shape, SourceRange } from "../modelSpec";

/** The shapes that a layer or call gives, to be written behind its code. */
export interface ShapeNote {
  /** Behind the last character of the code. */
  readonly offset: number;
  /** In the order of the calls; more than one where the same code runs for several layers. */
  readonly shapes: readonly Shape[];
}

/** The shape after every layer, and after functions that change it: behind its call, or behind its constructor when one call runs several layers. */
export function shapeNotes(model: ModelSpec): ShapeNote[] {
  const shapes = callShapes(model);
  const constructors = new Map(modulesOf(model.modules, "").map(({ path, range }) => [path, range]));
  const callsAt = new Map<string, number>();
  for (const { range } of model.calls) if (range) callsAt.set(keyOf(range), (callsAt.get(keyOf(range)) ?? 0) + 1);
  const notes = new Map<number, Shape[]>();
  model.calls.forEach(({ module, range }, index) => {
    const { inputShape, outputShape: shape } = shapes[index]!;
    if (module === undefined && shape.join() === inputShape.join()) return; // a function such as torch.relu tells nothing new
    const isShared = range && callsAt.get(keyOf(range))! > 1;
    const place = isShared && module !== undefined ? constructors.get(module) : range;
    if (!place) return;
    const known = notes.get(place.to) ?? [];
    if (known.at(-1)?.join() !== shape.join()) known.push(shape);
    notes.set(place.to, known);
  });
  return [...notes].map(([offset, known]) => ({ offset, shapes: known }));
}

/** A module with the path that PyTorch knows it by. */
export interface PlacedModule extends ModuleNode {
  readonly path: string;
}

/** Every module of the tree, the outer before the inner. */
export function modulesOf(nodes: readonly ModuleNode[], prefix = ""): PlacedModule[] {
  return nodes.flatMap(node => {
    const path = prefix + node.name;
    return [{ ...node, path }, ...modulesOf(node.children ?? [], `${path}.`)];
  });
}

const keyOf = ({ from, to }: SourceRange) => `${from}-${to}`;
