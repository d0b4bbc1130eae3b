import * as l10n from "@vscode/l10n";
import { DTYPES, type DtypeName } from "./dtype";
import { FormatError } from "./formatError";
import {
  KnownFunction,
  PickledDict,
  PickledFloat,
  PickledList,
  PickledSet,
  PickledTuple,
  type PickleValue,
} from "./pickleValues";
import { checkLayout } from "./tensorLayout";
import { DtypeValue, TorchScalar, TorchStorage, TorchTensor } from "./torchValues";

type Args = readonly PickleValue[];

/** What this reader does where Python would call the function. Source: `torch/_utils.py`. */
const imitations: Readonly<Record<string, (args: Args) => PickleValue>> = {
  "torch._utils._rebuild_tensor": args => rebuildTensor(args, 4, storageDtype(args[0])),
  "torch._utils._rebuild_tensor_v2": args => rebuildTensor(args, 6, storageDtype(args[0])),
  "torch._utils._rebuild_tensor_v3": args => rebuildTensor(args, 7, givenDtype(args[6])),
  "torch._utils._rebuild_parameter": rebuildParameter,
  "torch._utils._rebuild_parameter_with_state": rebuildParameter,
  "collections.OrderedDict": args => fillDict(new PickledDict("OrderedDict"), args),
  "collections.Counter": args => fillDict(new PickledDict("Counter"), args),
  "builtins.set": makeSet,
  "builtins.complex": makeComplex,
  "builtins.bytearray": makeBytes,
  "_codecs.encode": encodeLatin1,
  "torch.Size": makeSize,
  "torch.device": makeDevice,
  "torch.serialization._get_layout": ([name]) => new TorchScalar("layout", plainText(name)),
};

/** The functions of the allow-list by qualified name. */
export const TORCH_FUNCTIONS: ReadonlyMap<string, KnownFunction> = new Map(
  Object.entries(imitations).map(([name, call]) => [name, new KnownFunction(name, call)]),
);

/** `(storage, offset, sizes, strides, requires_grad, backward_hooks, [dtype,] metadata)`, `required` of them at least. */
function rebuildTensor(args: Args, required: 4 | 6 | 7, dtype: DtypeName): TorchTensor {
  const [storage, offset, sizes, strides, requiresGrad = false] = args;
  if (args.length < required || args.length > required + 1 || !(storage instanceof TorchStorage)) {
    throw new FormatError(l10n.t("The file rebuilds a tensor without the values that this takes."));
  }
  const metadata = required >= 6 ? args[required] : undefined;
  if (
    metadata !== undefined &&
    metadata !== null &&
    !(metadata instanceof PickledDict && metadata.entries.size === 0)
  ) {
    throw new FormatError(
      l10n.t("The file has a tensor that is a conjugate or negative view, which this reader does not know."),
    );
  }
  if (typeof offset !== "number" || typeof requiresGrad !== "boolean") {
    throw new FormatError(
      l10n.t("A tensor of the file has an offset that is no number, or no yes or no for its gradient."),
    );
  }
  const capacity = Math.floor((storage.byteLength * 8) / DTYPES[dtype].bits);
  const layout = checkLayout({ shape: numbers(sizes), strides: numbers(strides), offset }, capacity);
  return new TorchTensor(storage, dtype, layout, requiresGrad, false);
}

function storageDtype(storage: PickleValue | undefined): DtypeName {
  if (storage instanceof TorchStorage && storage.dtype !== "untyped") return storage.dtype;
  throw new FormatError(l10n.t("The file rebuilds a tensor without a typed storage."));
}

function givenDtype(dtype: PickleValue | undefined): DtypeName {
  if (dtype instanceof DtypeValue) return dtype.dtype;
  throw new FormatError(l10n.t("The file rebuilds a tensor without saying its element type."));
}

/** A shape or strides: a tuple of numbers. Booleans and floats are left for `checkLayout` to refuse. */
function numbers(value: PickleValue | undefined): number[] {
  const items = value instanceof PickledTuple ? value.items : undefined;
  if (items?.every(item => typeof item === "number")) return [...items];
  throw new FormatError(
    l10n.t("A tensor of the file has a shape or strides that are no tuple of whole numbers in range."),
  );
}

/** `(tensor, requires_grad, backward_hooks[, state])` */
function rebuildParameter([tensor, requiresGrad]: Args): TorchTensor {
  if (tensor instanceof TorchTensor && typeof requiresGrad === "boolean") {
    return new TorchTensor(tensor.storage, tensor.dtype, tensor.layout, requiresGrad, true);
  }
  throw new FormatError(l10n.t("The file makes a parameter of something that is no tensor."));
}

/** `dict()`, or a dict of a list of pairs as Python 2 pickled it. */
function fillDict(dict: PickledDict, args: Args): PickledDict {
  const [content] = args;
  if (args.length > 1) throw new FormatError(l10n.t("The file makes a dict with {0} arguments.", args.length));
  if (content instanceof PickledDict) {
    for (const [key, value] of content.entries) dict.entries.set(key, value);
    return dict;
  }
  for (const pair of content === undefined ? [] : itemsOf(content)) {
    const [key, value, ...more] = itemsOf(pair);
    if (key === undefined || value === undefined || more.length > 0 || itemsIfAny(key)) {
      throw new FormatError(l10n.t("The file makes a dict of something that is no list of pairs."));
    }
    dict.entries.set(key, value);
  }
  return dict;
}

function itemsOf(value: PickleValue): readonly PickleValue[] {
  const items = itemsIfAny(value);
  if (items) return items;
  throw new FormatError(l10n.t("The file makes a container of something that is no list."));
}

function itemsIfAny(value: PickleValue): readonly PickleValue[] | undefined {
  return value instanceof PickledList || value instanceof PickledTuple ? value.items : undefined;
}

function makeSet(args: Args): PickledSet {
  const set = new PickledSet();
  if (args[0] !== undefined) set.items = [...itemsOf(args[0])];
  return set;
}

/** `()`, `(bytes)`, or `(text, "latin-1")`. */
function makeBytes(args: Args): Uint8Array {
  const [bytes = new Uint8Array(0)] = args;
  return bytes instanceof Uint8Array && args.length < 2 ? bytes.slice() : encodeLatin1(args);
}

/** `(text, "latin1")`: how protocol 2 writes bytes. */
function encodeLatin1([text, encoding]: Args): Uint8Array {
  const isLatin1 = typeof encoding === "string" && /^latin-?1$/.test(encoding);
  if (typeof text !== "string" || !isLatin1)
    throw new FormatError(l10n.t("The file makes bytes of something that is no text."));
  return Uint8Array.from(text, character => {
    const code = character.codePointAt(0)!;
    if (code > 255) throw new FormatError(l10n.t("The file makes bytes of text with characters beyond Latin-1."));
    return code;
  });
}

function makeComplex([real, imaginary]: Args): TorchScalar {
  if (!(real instanceof PickledFloat && imaginary instanceof PickledFloat)) {
    throw new FormatError(l10n.t("The file makes a complex number of something that is no pair of numbers."));
  }
  return new TorchScalar("complex", `(${real.value}${imaginary.value < 0 ? "" : "+"}${imaginary.value}j)`);
}

function makeSize([sizes]: Args): TorchScalar {
  return new TorchScalar("Size", `torch.Size([${numbers(sizes).join(", ")}])`);
}

function makeDevice([type, index]: Args): TorchScalar {
  const suffix = typeof index === "number" ? `, index=${index}` : "";
  return new TorchScalar("device", `device(type='${plainText(type)}'${suffix})`);
}

function plainText(value: PickleValue | undefined): string {
  if (typeof value === "string" && /^[\w.:]{1,40}$/.test(value)) return value;
  throw new FormatError(l10n.t("The file names a device or layout by something that is no name."));
}
