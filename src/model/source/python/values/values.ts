import type { Layer } from "../../../layers";
import type { SourceRange } from "../../../modelSpec";
import type { Reason } from "../../reason";
import type { ClassDefinition, FunctionDefinition, Lambda } from "../syntax/syntax";
import type { NativeFunction } from "./nativeCall";
import type { Scope } from "./scope";

/** Anything a Python expression can stand for while a model is read. */
export type Value =
  | { readonly kind: "none" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "str"; readonly value: string }
  | ListValue
  | TupleValue
  | DictionaryValue
  | BatchSize
  | TensorValue
  | ParameterValue
  | ModuleValue
  | ObjectValue
  | ClassValue
  | FunctionValue
  | MethodValue
  | NativeValue
  | SuperValue
  | ExternalValue
  | UnknownValue;

export interface ListValue {
  readonly kind: "list";
  readonly items: Value[];
}

export interface TupleValue {
  readonly kind: "tuple";
  readonly items: readonly Value[];
}

export interface DictionaryValue {
  readonly kind: "dictionary";
  /** By the text of the key, so that equal keys meet; in the order of insertion. */
  readonly entries: Map<string, { readonly key: Value; value: Value }>;
}

/** `factor` times the number of images in a batch, which no reading may depend on. */
export interface BatchSize {
  readonly kind: "batch-size";
  readonly factor: number;
}

/** One size of a tensor. */
export type Size = number | BatchSize;

/** A tensor known by its shape and by the call that made it. */
export interface TensorValue {
  readonly kind: "tensor";
  readonly shape: readonly Size[];
  /**
   * Index of the call whose output it is; `input` for the images; `constant` when it holds nothing of them; `part` for
   * one image of the batch, of which only the shape is of use.
   */
  readonly origin: number | "input" | "constant" | "part";
}

/** A tensor that a layer owns. */
export interface ParameterValue {
  readonly kind: "parameter";
  readonly module: ModuleValue;
  readonly name: string;
}

/** An instance of `nn.Module`. */
export interface ModuleValue {
  readonly kind: "module";
  /** The class name that PyTorch prints. */
  readonly type: string;
  readonly layer?: Layer;
  /** What PyTorch prints for the layer when its arguments were written in an unusual form. */
  readonly written?: string;
  readonly class?: ClassValue;
  readonly container?: "Sequential" | "ModuleList" | "ModuleDict";
  readonly attributes: Map<string, Value>;
  readonly children: Map<string, ModuleValue>;
  readonly range: SourceRange;
  /** Where the arguments of a layer are written, by parameter. */
  readonly argumentRanges?: ReadonlyMap<string, SourceRange>;
  /** Whether `nn.Module.__init__` has run. */
  isInitialized: boolean;
}

/** An instance of a class of the file that is no module. */
export interface ObjectValue {
  readonly kind: "object";
  readonly class: ClassValue;
  readonly attributes: Map<string, Value>;
}

export interface ClassValue {
  readonly kind: "class";
  readonly name: string;
  readonly definition: ClassDefinition;
  /** The classes to look into for an attribute, itself first: Python's method resolution order. */
  readonly order: readonly (ClassValue | ExternalValue)[];
  readonly namespace: Map<string, Value>;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly definition: FunctionDefinition | Lambda;
  readonly scope: Scope;
  /** Evaluated when the function was defined. */
  readonly defaults: ReadonlyMap<string, Value>;
  /** The class in whose body it stands. */
  readonly owner?: ClassValue;
  readonly decorator?: "staticmethod" | "classmethod" | "property";
}

export interface MethodValue {
  readonly kind: "method";
  readonly self: Value;
  readonly function: FunctionValue;
}

/** A function of Python or PyTorch that the reader knows. */
export interface NativeValue {
  readonly kind: "native";
  readonly name: string;
  readonly call: NativeFunction;
}

/** `super()` in a method of `after`. */
export interface SuperValue {
  readonly kind: "super";
  readonly self: ModuleValue | ObjectValue;
  readonly after: ClassValue;
}

/** A module, class or function from outside the file, by its full name such as `torch.nn.Linear`. */
export interface ExternalValue {
  readonly kind: "external";
  readonly path: string;
}

/** A value that cannot be told; using it where it matters ends the reading with `reason`. */
export interface UnknownValue {
  readonly kind: "unknown";
  readonly reason: Reason;
  /** Whether it surely is no `nn.Module`, such as a device or an optimizer. */
  readonly isPlain?: boolean;
}

export const NONE: Value = { kind: "none" };
export const TRUE: Value = { kind: "bool", value: true };
export const FALSE: Value = { kind: "bool", value: false };
export const bool = (value: boolean): Value => (value ? TRUE : FALSE);
export const int = (value: number): Value => ({ kind: "int", value });
export const float = (value: number): Value => ({ kind: "float", value });
export const str = (value: string): Value => ({ kind: "str", value });
export const list = (items: Value[]): ListValue => ({ kind: "list", items });
export const tuple = (items: readonly Value[]): TupleValue => ({ kind: "tuple", items });
export const unknown = (template: string, ...values: string[]): UnknownValue => ({
  kind: "unknown",
  reason: { template, values },
});
export const native = (name: string, call: NativeFunction): NativeValue => ({ kind: "native", name, call });

/** A size as the number that Python code sees. */
export const sizeValue = (size: Size): Value => (typeof size === "number" ? int(size) : size);
