import * as l10n from "@vscode/l10n";
import { DTYPES, type DtypeName } from "./dtype";
import { FormatError } from "./formatError";
import { isHashable } from "./isHashable";
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
  "torch._utils._rebuild_parameter": args => rebuildParameter(args, 3),
  "torch._utils._rebuild_parameter_with_state": args => rebuildParameter(args, 4),
  "collections.OrderedDict": args => fillDict(new PickledDict("OrderedDict"), args),
  "collections.Counter": args => fillDict(new PickledDict("Counter"), args),
  "builtins.set": makeSet,
  "builtins.complex": makeComplex,
  "builtins.bytearray": makeBytes,
  "_codecs.encode": encodeLatin1,
  "torch.Size": makeSize,
  "torch.device": makeDevice,
  "torch.serialization._get_layout": makeLayout,
};

const CLASSES: ReadonlySet<string> = new Set([
  "collections.OrderedDict",
  "collections.Counter",
  "builtins.set",
  "builtins.complex",
  "builtins.bytearray",
  "torch.Size",
  "torch.device",
]);

/** The functions of the allow-list by qualified name. */
export const TORCH_FUNCTIONS: ReadonlyMap<string, KnownFunction> = new Map(
  Object.entries(imitations).map(([name, call]) => [name, new KnownFunction(name, call, CLASSES.has(name))]),
);

/** `(storage, offset, sizes, strides, requires_grad, backward_hooks, [dtype,] metadata)`, `required` of them at least. */
function rebuildTensor(args: Args, required: 4 | 6 | 7, dtype: DtypeName): TorchTensor {
  const [storage, offset, sizes, strides, requiresGrad = false] = args;
  const most = required === 4 ? 4 : required + 1;
  if (args.length < required || args.length > most || !(storage instanceof TorchStorage)) {
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
  return new TorchTensor(storage, dtype, layout, checkGradient(dtype, requiresGrad), false);
}

/** PyTorch refuses gradients of whole numbers and booleans. */
function checkGradient(dtype: DtypeName, requiresGrad: boolean): boolean {
  if (requiresGrad && /^u?int|^bool/.test(dtype)) {
    throw new FormatError(l10n.t("The file wants a gradient for a tensor of type {0}, which cannot have one.", dtype));
  }
  return requiresGrad;
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

/** `(tensor, requires_grad, backward_hooks[, state])`; the state holds attributes, which nobody asks for. */
function rebuildParameter(args: Args, count: 3 | 4): TorchTensor {
  const [tensor, requiresGrad, , state = null] = args;
  const hasState = state === null || state instanceof PickledDict || state instanceof PickledTuple;
  if (tensor instanceof TorchTensor && typeof requiresGrad === "boolean" && args.length === count && hasState) {
    const { storage, dtype, layout } = tensor;
    return new TorchTensor(storage, dtype, layout, checkGradient(dtype, requiresGrad), true);
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
    if (key === undefined || value === undefined || more.length > 0 || !isHashable(key, () => undefined)) {
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
  const items = args[0] === undefined ? [] : itemsOf(args[0]);
  if (args.length > 1 || !items.every(item => isHashable(item, () => undefined))) {
    throw new FormatError(l10n.t("The file makes a set of something that cannot be in one."));
  }
  set.items = [...items];
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

/** The device types of `c10/core/DeviceType.cpp`. */
const DEVICE =
  /^(cpu|cuda|ipu|xpu|mkldnn|opengl|opencl|ideep|hip|ve|fpga|maia|xla|lazy|vulkan|mps|meta|hpu|mtia|privateuseone)(:\d{1,3})?$/;
const LAYOUT = /^torch\.(strided|sparse_(coo|csr|csc|bsr|bsc)|_mkldnn|jagged)$/;

/** `(type)`, `("type:index")` or `(type, index)` */
function makeDevice([type, index]: Args): TorchScalar {
  const match = typeof type === "string" ? DEVICE.exec(type) : undefined;
  const isIndex = typeof index === "number" && index >= 0 && match?.[2] === undefined;
  if (!match || !(index === undefined || index === null || isIndex)) throw unknownName();
  const number = isIndex ? index : match[2]?.slice(1);
  return new TorchScalar("device", `device(type='${match[1]!}'${number === undefined ? "" : `, index=${number}`})`);
}

function makeLayout([name]: Args): TorchScalar {
  if (typeof name !== "string" || !LAYOUT.test(name)) throw unknownName();
  return new TorchScalar("layout", name);
}

function unknownName(): FormatError {
  return new FormatError(l10n.t("The file names a device or layout by something that is no name."));
}
