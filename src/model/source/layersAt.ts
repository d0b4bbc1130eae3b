import { callShapes, type CallShapes } from "../callShapes";
import type { Layer } from "../layers";
import type { ModelSpec, SourceRange } from "../modelSpec";
import { modulesOf } from "./shapeNotes";

/** A layer that a place of the text is about, with the shapes of all its calls. */
export interface FoundLayer {
  /** Dotted path of its module; absent for functions. */
  readonly path?: string;
  readonly layer: Layer;
  readonly range: SourceRange;
  readonly shapes: readonly CallShapes[];
}

/** The layers whose constructor or call is the innermost one around `offset`; several where one line makes several. */
export function layersAt(model: ModelSpec, offset: number): FoundLayer[] {
  const shapes = callShapes(model);
  const isAround = ({ range }: { readonly range?: SourceRange }) =>
    range !== undefined && range.from <= offset && offset <= range.to;
  const calls = model.calls.map((call, index) => ({ ...call, shapes: shapes[index]! }));
  const shapesOf = (path: string) => calls.filter(({ module }) => module === path).map(call => call.shapes);
  const candidates: FoundLayer[] = [
    ...modulesOf(model.modules)
      .filter(isAround)
      .flatMap(({ path, layer, range }) => (layer ? [{ path, layer, range: range!, shapes: shapesOf(path) }] : [])),
    ...calls.filter(isAround).map(({ module, layer, range, shapes: own }) => ({
      ...(module !== undefined && { path: module }),
      layer,
      range: range!,
      shapes: module === undefined ? [own] : shapesOf(module),
    })),
  ];
  const length = ({ range }: FoundLayer) => range.to - range.from;
  const shortest = Math.min(...candidates.map(length));
  const innermost = candidates.filter(found => length(found) === shortest);
  return innermost.filter((found, at) => innermost.findIndex(({ path }) => path === found.path) === at);
}
