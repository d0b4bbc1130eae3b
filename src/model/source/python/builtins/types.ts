import type { SourceRange } from "../../../modelSpec";
import { describeValue } from "../interpreter/describeValue";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { Value } from "../values/values";

const NATIVE_TYPES: Readonly<Record<string, readonly Value["kind"][]>> = {
  int: ["int", "bool", "batch-size"],
  float: ["float"],
  str: ["str"],
  bool: ["bool"],
  list: ["list"],
  tuple: ["tuple"],
  dict: ["dictionary"],
};

/** Python's `isinstance(value, types)`. */
export function isInstance(value: Value, types: Value, range: SourceRange): boolean {
  if (types.kind === "tuple") return types.items.some(type => isInstance(value, type, range));
  if (types.kind === "native" && Object.hasOwn(NATIVE_TYPES, types.name)) {
    return NATIVE_TYPES[types.name]!.includes(value.kind);
  }
  if (types.kind === "class") {
    const owner = value.kind === "module" || value.kind === "object" ? value.class : undefined;
    return owner?.order.includes(types) ?? false;
  }
  if (types.kind !== "external") return refuse(range, REASONS.construct, `\`isinstance\` with ${describeValue(types)}`);
  const { path } = types;
  if (path === "torch.Tensor") return value.kind === "tensor" || value.kind === "parameter";
  if (path === "torch.nn.Module") return value.kind === "module";
  if (path === "torch.nn.Parameter" || path === "torch.nn.parameter.Parameter") return value.kind === "parameter";
  if (path === "collections.OrderedDict") return refuse(range, REASONS.construct, "`OrderedDict` as a type");
  if (!/^torch\.nn\.(modules\.\w+\.)?\w+$/.test(path))
    return refuse(range, REASONS.construct, `\`isinstance\` with \`${path}\``);
  if (value.kind !== "module") return false;
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (name.startsWith("_") && !Object.hasOwn(PARENTS, name)) return refuse(range, REASONS.construct, `\`${path}\``);
  if (value.class === undefined) return value.type === name || (PARENTS[name]?.includes(value.type) ?? false);
  return value.class.order.some(parent => parent.kind === "external" && parent.path === path);
}

/** Types of `torch.nn` that others derive from. */
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  Hardtanh: ["ReLU6"],
  _BatchNorm: ["BatchNorm1d", "BatchNorm2d"],
  _NormBase: ["BatchNorm1d", "BatchNorm2d"],
  _ConvNd: ["Conv2d"],
  _DropoutNd: ["Dropout", "Dropout1d", "Dropout2d"],
};

/** Python's `type(value)`. */
export function typeOf(value: Value, range: SourceRange): Value {
  if (value.kind === "module") return value.class ?? { kind: "external", path: `torch.nn.${value.type}` };
  if (value.kind === "object") return value.class;
  return refuse(range, REASONS.construct, `\`type\` of ${describeValue(value)}`);
}
