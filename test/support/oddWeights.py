"""Writes files of weights that are well-formed, odd or contradictory, and prints as JSON whether PyTorch and safetensors
load them with their defaults: [[path, what it is, whether it is loaded]]."""

import json, os, struct, sys, warnings, zipfile
import safetensors.torch, torch

warnings.filterwarnings("ignore")
folder = sys.argv[1]
cases = []


def place(extension, what):
    cases.append((os.path.join(folder, f"{len(cases)}.{extension}"), what))
    return cases[-1][0]


def torch_case(what, pickle, data={"0": b"\0\0\x80?" * 4}, extra={}, top="archive", order="little"):
    with zipfile.ZipFile(place("pth", what), "w") as file:
        file.writestr(f"{top}/data.pkl", pickle)
        if order is not None:
            file.writestr(f"{top}/byteorder", order)
        for key, content in data.items():
            file.writestr(f"{top}/data/{key}", content)
        file.writestr(f"{top}/version", "3\n")
        for entry, content in extra.items():
            file.writestr(entry, content)


def safetensors_case(what, header, data=b"", length=None):
    header = header if isinstance(header, bytes) else header.encode("utf8", "surrogatepass")
    with open(place("safetensors", what), "wb") as file:
        file.write(struct.pack("<Q", len(header) if length is None else length) + header + data)


# A pickle by hand. One letter each, so that a case fits on a line: s text, i integer, fl float, g name of a module,
# tup tuple, d dict, call REDUCE, st storage, ten tensor, f the whole pickle.
P = b"\x80\x02"


def s(t):
    b = t.encode("utf8", "surrogatepass")
    return b"X" + struct.pack("<I", len(b)) + b


def i(v):
    if 0 <= v < 256:
        return b"K" + bytes([v])
    if -(2**31) <= v < 2**31:
        return b"J" + struct.pack("<i", v)
    b = v.to_bytes((v.bit_length() + 8) // 8, "little", signed=True)
    return b"\x8a" + bytes([len(b)]) + b


def g(m, nm):
    return b"c" + m.encode() + b"\n" + nm.encode() + b"\n"


def tup(*x):
    return b"(" + b"".join(x) + b"t"


def call(f, *a):
    return f + tup(*a) + b"R"


T = b"\x88"
F = b"\x89"
N = b"N"
OD = call(g("collections", "OrderedDict"))


def fl(v):
    return b"G" + struct.pack(">d", v)


def st(cls="FloatStorage", key="0", loc="cpu", num=4, mod="torch"):
    return tup(s("storage"), g(mod, cls), s(key), s(loc), i(num)) + b"Q"


def ten(storage=None, off=0, size=(4,), stride=(1,), rg=F, hooks=OD, *more):
    return call(
        g("torch._utils", "_rebuild_tensor_v2"),
        storage or st(),
        i(off) if isinstance(off, int) else off,
        tup(*[i(x) for x in size]),
        tup(*[i(x) for x in stride]),
        rg,
        hooks,
        *more,
    )


def d(*kv):
    return b"}(" + b"".join(kv) + b"u"


def f(x):
    return P + x + b"."


torch_case("base", f(d(s("a"), ten())))
torch_case("rg float", f(d(s("a"), ten(rg=T))))
torch_case("rg int tensor", f(d(s("a"), ten(st("IntStorage"), rg=T))))
torch_case("rg bool tensor", f(d(s("a"), ten(st("BoolStorage", num=4), rg=T))), {"0": b"\1\0\1\1"})
torch_case("param of int rg", f(d(s("a"), call(g("torch._utils", "_rebuild_parameter"), ten(st("IntStorage")), T, OD))))
torch_case(
    "param of int no rg", f(d(s("a"), call(g("torch._utils", "_rebuild_parameter"), ten(st("IntStorage")), F, OD)))
)
torch_case("param hooks none", f(d(s("a"), call(g("torch._utils", "_rebuild_parameter"), ten(), T, N))))
torch_case("param 2 args", f(d(s("a"), call(g("torch._utils", "_rebuild_parameter"), ten(), T))))
torch_case("param 4 args", f(d(s("a"), call(g("torch._utils", "_rebuild_parameter"), ten(), T, OD, N))))
torch_case("param rg int 1", f(d(s("a"), call(g("torch._utils", "_rebuild_parameter"), ten(), i(1), OD))))
torch_case("param rg none", f(d(s("a"), call(g("torch._utils", "_rebuild_parameter"), ten(), N, OD))))
torch_case(
    "param state", f(d(s("a"), call(g("torch._utils", "_rebuild_parameter_with_state"), ten(), T, OD, d(s("x"), i(1)))))
)
torch_case("param state 3", f(d(s("a"), call(g("torch._utils", "_rebuild_parameter_with_state"), ten(), T, OD))))
torch_case(
    "param state int", f(d(s("a"), call(g("torch._utils", "_rebuild_parameter_with_state"), ten(), T, OD, i(3))))
)
torch_case("rg int", f(d(s("a"), ten(rg=i(1)))))
torch_case("rg none", f(d(s("a"), ten(rg=N))))
torch_case("hooks none", f(d(s("a"), ten(hooks=N))))
torch_case("hooks int", f(d(s("a"), ten(hooks=i(3)))))
torch_case(
    "hooks nonempty", f(d(s("a"), ten(hooks=call(g("collections", "OrderedDict"), b"](" + tup(i(1), i(2)) + b"e"))))
)
torch_case("v2 metadata none", f(d(s("a"), ten(st(), 0, (4,), (1,), F, OD, N))))
torch_case("v2 metadata empty dict", f(d(s("a"), ten(st(), 0, (4,), (1,), F, OD, b"}"))))
torch_case("v2 metadata conj", f(d(s("a"), ten(st(), 0, (4,), (1,), F, OD, d(s("conj"), T)))))
torch_case("v2 metadata junk", f(d(s("a"), ten(st(), 0, (4,), (1,), F, OD, d(s("junk"), T)))))
torch_case("v2 metadata int", f(d(s("a"), ten(st(), 0, (4,), (1,), F, OD, i(3)))))
torch_case(
    "v2 5 args", f(d(s("a"), call(g("torch._utils", "_rebuild_tensor_v2"), st(), i(0), tup(i(4)), tup(i(1)), F)))
)
torch_case("v1 tensor", f(d(s("a"), call(g("torch._utils", "_rebuild_tensor"), st(), i(0), tup(i(4)), tup(i(1))))))
torch_case("v1 tensor 5", f(d(s("a"), call(g("torch._utils", "_rebuild_tensor"), st(), i(0), tup(i(4)), tup(i(1)), F))))
torch_case(
    "v3 uint16",
    f(
        d(
            s("a"),
            call(
                g("torch._utils", "_rebuild_tensor_v3"),
                st("UntypedStorage", "0", "cpu", 16, "torch.storage"),
                i(0),
                tup(i(8)),
                tup(i(1)),
                F,
                OD,
                g("torch", "uint16"),
            ),
        )
    ),
)
torch_case(
    "v3 typed storage",
    f(
        d(
            s("a"),
            call(
                g("torch._utils", "_rebuild_tensor_v3"), st(), i(0), tup(i(8)), tup(i(1)), F, OD, g("torch", "uint16")
            ),
        )
    ),
)
torch_case(
    "v3 odd",
    f(
        d(
            s("a"),
            call(
                g("torch._utils", "_rebuild_tensor_v3"),
                st("UntypedStorage", "0", "cpu", 15, "torch.storage"),
                i(0),
                tup(i(7)),
                tup(i(1)),
                F,
                OD,
                g("torch", "uint16"),
            ),
        )
    ),
    {"0": b"\1" * 15},
)
torch_case(
    "v3 rg int",
    f(
        d(
            s("a"),
            call(
                g("torch._utils", "_rebuild_tensor_v3"),
                st("UntypedStorage", "0", "cpu", 16, "torch.storage"),
                i(0),
                tup(i(8)),
                tup(i(1)),
                T,
                OD,
                g("torch", "uint16"),
            ),
        )
    ),
)
torch_case(
    "v3 metadata",
    f(
        d(
            s("a"),
            call(
                g("torch._utils", "_rebuild_tensor_v3"),
                st("UntypedStorage", "0", "cpu", 16, "torch.storage"),
                i(0),
                tup(i(8)),
                tup(i(1)),
                F,
                OD,
                g("torch", "uint16"),
                N,
            ),
        )
    ),
)
torch_case("v2 untyped storage", f(d(s("a"), ten(st("UntypedStorage", "0", "cpu", 16, "torch.storage")))))
torch_case(
    "size torch.Size",
    f(
        d(
            s("a"),
            call(
                g("torch._utils", "_rebuild_tensor_v2"),
                st(),
                i(0),
                call(g("torch", "Size"), tup(i(4))),
                tup(i(1)),
                F,
                OD,
            ),
        )
    ),
)
torch_case(
    "size list",
    f(d(s("a"), call(g("torch._utils", "_rebuild_tensor_v2"), st(), i(0), b"](" + i(4) + b"e", tup(i(1)), F, OD))),
)
torch_case("offset bool", f(d(s("a"), ten(off=T, size=(3,)))))
torch_case("offset float", f(d(s("a"), ten(off=fl(1.0), size=(3,)))))
torch_case("offset at end empty", f(d(s("a"), ten(off=4, size=(0,)))))
torch_case("offset past end empty", f(d(s("a"), ten(off=400, size=(0,)))))
torch_case("stride zero", f(d(s("a"), ten(size=(1000,), stride=(0,)))))
torch_case("stride neg", f(d(s("a"), ten(off=3, size=(4,), stride=(-1,)))))
torch_case("stride neg size1", f(d(s("a"), ten(size=(1,), stride=(-1,)))))
torch_case("stride neg empty", f(d(s("a"), ten(size=(0,), stride=(-1,)))))
torch_case("stride huge size1", f(d(s("a"), ten(size=(1,), stride=(2**62,)))))
torch_case("stride huge size0", f(d(s("a"), ten(size=(0,), stride=(2**62,)))))
torch_case("size 2^62 x 0", f(d(s("a"), ten(size=(0, 2**62), stride=(1, 1)))))
torch_case("size 2^40 x 2^40 x 0", f(d(s("a"), ten(size=(2**40, 2**40, 0), stride=(1, 1, 1)))))
torch_case("65 dims", f(d(s("a"), ten(size=(1,) * 65, stride=(1,) * 65))))
torch_case("64 dims", f(d(s("a"), ten(size=(1,) * 64, stride=(1,) * 64))))
torch_case("expanded 2^40", f(d(s("a"), ten(size=(2**40,), stride=(0,)))))
torch_case("0-d", f(d(s("a"), ten(size=(), stride=()))))
torch_case("0-d offset", f(d(s("a"), ten(off=3, size=(), stride=()))))
torch_case("numel less than record", f(d(s("a"), ten(st(num=2), size=(2,)))))
torch_case("numel more than record", f(d(s("a"), ten(st(num=8), size=(8,)))))
torch_case("numel zero", f(d(s("a"), ten(st(num=0), size=(0,)))), {"0": b""})
torch_case(
    "numel bool",
    f(d(s("a"), ten(tup(s("storage"), g("torch", "FloatStorage"), s("0"), s("cpu"), T) + b"Q", size=(1,)))),
    {"0": b"\0\0\0\0"},
)
torch_case("key path", f(d(s("a"), ten(st(key="../data/0")))))
torch_case("key path up", f(d(s("a"), ten(st(key="../../x")))), extra={"x": b"\0" * 16})
torch_case("key nested", f(d(s("a"), ten(st(key="a/b")))), {"a/b": b"\0" * 16})
torch_case("key int", f(d(s("a"), ten(tup(s("storage"), g("torch", "FloatStorage"), i(0), s("cpu"), i(4)) + b"Q"))))
torch_case("key empty", f(d(s("a"), ten(st(key="")))))
torch_case("key case", f(d(s("a"), ten(st(key="A")))), {"a": b"\0" * 16})
torch_case("key unicode", f(d(s("a"), ten(st(key="가")))), {"가": b"\0" * 16})
torch_case("loc weird", f(d(s("a"), ten(st(loc="weird")))))
torch_case("loc cuda", f(d(s("a"), ten(st(loc="cuda:0")))))
torch_case("loc meta", f(d(s("a"), ten(st(loc="meta")))))
torch_case("loc empty", f(d(s("a"), ten(st(loc="")))))
torch_case("two dtypes one key", f(d(s("a"), ten(), s("b"), ten(st("IntStorage")))))
torch_case("two numels one key", f(d(s("a"), ten(), s("b"), ten(st(num=2), size=(2,)))))
torch_case("dup dict key", f(d(s("a"), ten(), s("a"), ten(size=(2,)))))
torch_case("int key", f(d(i(1), ten())))
torch_case("int and str key", f(d(i(1), ten(), s("1"), ten(size=(2,)))))
torch_case("True and 1", f(d(i(1), ten(), T, ten(size=(2,)))))
torch_case("float key 1.0 and 1", f(d(i(1), ten(), fl(1.0), ten(size=(2,)))))
torch_case("tuple key", f(d(tup(i(1), s("x")), ten())))
torch_case("dup tuple key", f(d(tup(i(1), s("x")), ten(), tup(i(1), s("x")), ten(size=(2,)))))
torch_case("none key", f(d(N, ten())))
torch_case("tensor key", f(d(ten(), i(1))))
torch_case("proto key", f(d(s("__proto__"), ten())))
torch_case("nested proto", f(d(s("__proto__"), d(s("x"), ten()))))
torch_case("dots", f(d(s("a.b"), ten(), s("a"), d(s("b"), ten(size=(2,))))))
torch_case("surrogate key", f(d(s("\ud800"), ten())))
torch_case("nul key", f(d(s("a\0b"), ten())))
torch_case("list key", f(d(b"]", ten())))
torch_case("set", f(d(s("x"), b"\x8f", s("a"), ten())))
torch_case("od build nondict", f(OD + b"(" + s("a") + ten() + b"u" + i(3) + b"b"))
torch_case("od build dict", f(OD + b"(" + s("a") + ten() + b"u" + d(s("_metadata"), OD) + b"b"))
torch_case("od build weird attr", f(OD + b"(" + s("a") + ten() + b"u" + d(s("__class__"), i(3)) + b"b"))
torch_case("od build items attr", f(OD + b"(" + s("a") + ten() + b"u" + d(s("items"), i(3)) + b"b"))
torch_case("od build int key", f(OD + b"(" + s("a") + ten() + b"u" + d(i(1), i(3)) + b"b"))
torch_case("dict build", f(d(s("a"), ten()) + d(s("x"), i(1)) + b"b"))
torch_case("od args 2", f(call(g("collections", "OrderedDict"), i(1), i(2))))
torch_case("od of string", f(call(g("collections", "OrderedDict"), s("ab"))))
torch_case("od of list of 2 strings", f(call(g("collections", "OrderedDict"), b"](" + s("ab") + b"e")))
torch_case("counter", f(call(g("collections", "Counter"), d(s("a"), i(2)))))
torch_case("counter list", f(call(g("collections", "Counter"), b"](" + s("a") + s("a") + b"e")))
torch_case("counter in dict", f(d(s("a"), ten(), s("c"), call(g("collections", "Counter"), d(s("a"), i(2))))))
torch_case(
    "counter list in dict",
    f(d(s("a"), ten(), s("c"), call(g("collections", "Counter"), b"](" + s("a") + s("a") + b"e"))),
)
torch_case("device weird", f(d(s("a"), ten(), s("d"), call(g("torch", "device"), s("foo")))))
torch_case("device cuda idx", f(d(s("a"), ten(), s("d"), call(g("torch", "device"), s("cuda"), i(1)))))
torch_case("device cpu neg", f(d(s("a"), ten(), s("d"), call(g("torch", "device"), s("cpu"), i(-5)))))
torch_case("device cpu:1", f(d(s("a"), ten(), s("d"), call(g("torch", "device"), s("cpu:1")))))
torch_case("device cpu:x", f(d(s("a"), ten(), s("d"), call(g("torch", "device"), s("cpu:x")))))
torch_case("size float", f(d(s("a"), ten(), s("d"), call(g("torch", "Size"), tup(fl(1.0))))))
torch_case("size neg", f(d(s("a"), ten(), s("d"), call(g("torch", "Size"), tup(i(-1))))))
torch_case("size none", f(d(s("a"), ten(), s("d"), call(g("torch", "Size")))))
torch_case("size list", f(d(s("a"), ten(), s("d"), call(g("torch", "Size"), b"](" + i(1) + b"e"))))
torch_case("layout", f(d(s("a"), ten(), s("d"), call(g("torch.serialization", "_get_layout"), s("torch.strided")))))
torch_case("layout bad", f(d(s("a"), ten(), s("d"), call(g("torch.serialization", "_get_layout"), s("torch.foo")))))
torch_case("complex", f(d(s("a"), ten(), s("d"), call(g("builtins", "complex"), fl(1.0), fl(2.0)))))
torch_case("complex ints", f(d(s("a"), ten(), s("d"), call(g("builtins", "complex"), i(1), i(2)))))
torch_case("complex str", f(d(s("a"), ten(), s("d"), call(g("builtins", "complex"), s("1+2j")))))
torch_case("complex bad str", f(d(s("a"), ten(), s("d"), call(g("builtins", "complex"), s("foo")))))
torch_case("complex none", f(d(s("a"), ten(), s("d"), call(g("builtins", "complex")))))
torch_case("bytearray int", f(d(s("a"), ten(), s("d"), call(g("builtins", "bytearray"), i(10)))))
torch_case("bytearray huge", f(d(s("a"), ten(), s("d"), call(g("builtins", "bytearray"), i(2**31 - 1)))))
torch_case("encode latin1", f(d(s("a"), ten(), s("d"), call(g("_codecs", "encode"), s("é"), s("latin1")))))
torch_case("encode utf8", f(d(s("a"), ten(), s("d"), call(g("_codecs", "encode"), s("é"), s("utf-8")))))
torch_case("encode rot13", f(d(s("a"), ten(), s("d"), call(g("_codecs", "encode"), s("abc"), s("rot13")))))
torch_case(
    "encode latin1 3 args",
    f(d(s("a"), ten(), s("d"), call(g("_codecs", "encode"), s("abc"), s("latin1"), s("strict")))),
)
torch_case("set of list", f(d(s("a"), ten(), s("d"), call(g("builtins", "set"), b"](" + i(1) + b"e"))))
torch_case("set of lists", f(d(s("a"), ten(), s("d"), call(g("builtins", "set"), b"](]e"))))
torch_case("set of str", f(d(s("a"), ten(), s("d"), call(g("builtins", "set"), s("abc")))))
torch_case("set 2 args", f(d(s("a"), ten(), s("d"), call(g("builtins", "set"), b"]", b"]"))))
torch_case("dtype value", f(d(s("a"), ten(), s("d"), g("torch", "float32"))))
torch_case("dtype alias", f(d(s("a"), ten(), s("d"), g("torch", "half"))))
torch_case("storage class value", f(d(s("a"), ten(), s("d"), g("torch", "FloatStorage"))))
torch_case("cuda storage", f(d(s("a"), ten(st("FloatStorage", mod="torch.cuda")))))
torch_case("storage alone", f(d(s("a"), st())))
torch_case("function value", f(d(s("a"), ten(), s("d"), g("torch._utils", "_rebuild_tensor_v2"))))
torch_case("newobj od", f(d(s("a"), ten(), s("d"), g("collections", "OrderedDict") + b")\x81")))
torch_case(
    "newobj tensor fn",
    f(d(s("a"), g("torch._utils", "_rebuild_tensor_v2") + tup(st(), i(0), tup(i(4)), tup(i(1)), F, OD) + b"\x81")),
)
torch_case("newobj size", f(d(s("d"), g("torch", "Size") + tup(tup(i(1))) + b"\x81", s("a"), ten())))
torch_case("newobj parameter", f(d(s("a"), g("torch.nn.parameter", "Parameter") + tup(ten()) + b"\x81")))
torch_case("call parameter", f(d(s("a"), call(g("torch.nn.parameter", "Parameter"), ten(), F))))
torch_case("call torch.Tensor", f(d(s("a"), call(g("torch", "Tensor"), tup(i(1))))))
torch_case("FloatTensor name", f(d(s("a"), ten(), s("d"), g("torch", "FloatTensor"))))
torch_case("reduce args list", f(d(s("a"), g("collections", "OrderedDict") + b"]R")))
torch_case("build tensor", f(d(s("a"), ten() + d(s("x"), i(1)) + b"b")))
torch_case("proto 3", b"\x80\x03" + d(s("a"), ten()) + b".")
torch_case("proto 5", b"\x80\x05" + d(s("a"), ten()) + b".")
torch_case("proto 6", b"\x80\x06" + d(s("a"), ten()) + b".")
torch_case("no proto", d(s("a"), ten()) + b".")
torch_case("proto twice", f(P + d(s("a"), ten())))
torch_case("long1 empty", f(d(s("a"), ten(), s("b"), b"\x8a\x00")))
torch_case("long1 255", f(d(s("a"), ten(), s("b"), b"\x8a\xff" + b"\1" * 255)))
torch_case("shortbinstring ascii", f(d(s("a"), ten(), s("b"), b"U\x03abc")))
torch_case("shortbinstring non-ascii", f(d(s("a"), ten(), s("b"), b"U\x03\xff\xfe\xfd")))
torch_case("memo overwrite", f(b"}q\x00(" + s("a") + ten() + b"q\x00" + s("b") + b"h\x00u"))
torch_case("memo unset", f(b"}(" + s("a") + b"h\x05u"))
torch_case("append to tuple", f(d(s("a"), ten(), s("b"), b")K\1a")))
torch_case("append to set", f(d(s("a"), ten(), s("b"), b"\x8fK\1a")))
torch_case("append to od", f(d(s("a"), ten(), s("b"), OD + b"K\1a")))
torch_case("setitem on list", f(d(s("a"), ten(), s("b"), b"]K\0K\1s")))
torch_case("setitems odd", f(b"}(" + s("a") + ten() + s("b") + b"u"))
torch_case("self list", f(d(s("a"), ten(), s("l"), b"]q\x01h\x01a")))
torch_case("stop with leftovers", P + b"K\1" + d(s("a"), ten()) + b".")
torch_case("mark left", P + b"(" + d(s("a"), ten()) + b".")
torch_case("trailing after stop", f(d(s("a"), ten())) + b"garbage")
torch_case("toplevel list", f(b"](" + ten() + b"e"))
torch_case("toplevel tensor", f(ten()))
torch_case("toplevel int", f(i(3)))
torch_case("byteorder missing", f(d(s("a"), ten())), order=None)
torch_case("byteorder big", f(d(s("a"), ten())), order="big")
torch_case("byteorder junk", f(d(s("a"), ten())), order="junk")
torch_case("byteorder newline", f(d(s("a"), ten())), order="little\n")
torch_case("extra outside", f(d(s("a"), ten())), extra={"other/x": b"1"})
torch_case("extra in folder", f(d(s("a"), ten())), extra={"archive/extra/x.txt": b"1"})
torch_case("constants.pkl", f(d(s("a"), ten())), extra={"archive/constants.pkl": b"1"})
torch_case("code dir", f(d(s("a"), ten())), extra={"archive/code/x.py": b"1"})
torch_case("unused data", f(d(s("a"), ten())), {"0": b"\0" * 16, "1": b"\0" * 4})
torch_case("top with spaces", f(d(s("a"), ten())), top="my model")
torch_case("top unicode", f(d(s("a"), ten())), top="모델")
torch_case("top dotdot", f(d(s("a"), ten())), top="..")
torch_case("top nested", f(d(s("a"), ten())), top="a/b")
torch_case("alignment junk", f(d(s("a"), ten())), extra={"archive/.storage_alignment": b"junk"})
torch_case("alignment 0", f(d(s("a"), ten())), extra={"archive/.storage_alignment": b"0"})
torch_case("format version junk", f(d(s("a"), ten())), extra={"archive/.format_version": b"junk"})
torch_case("bf16", f(d(s("a"), ten(st("BFloat16Storage", num=8), size=(8,)))))
torch_case("half", f(d(s("a"), ten(st("HalfStorage", num=8), size=(8,)))))
torch_case(
    "complex half v3",
    f(
        d(
            s("a"),
            call(
                g("torch._utils", "_rebuild_tensor_v3"),
                st("UntypedStorage", "0", "cpu", 16, "torch.storage"),
                i(0),
                tup(i(4)),
                tup(i(1)),
                F,
                OD,
                g("torch", "complex32"),
            ),
        )
    ),
)
torch_case("qint", f(d(s("a"), ten(st("QInt8Storage", num=16), size=(4,)))))
torch_case("ComplexHalf", f(d(s("a"), ten(st("ComplexHalfStorage", num=4)))))
for dt in (
    "uint32",
    "uint64",
    "float8_e4m3fn",
    "float8_e5m2",
    "float8_e8m0fnu",
    "float4_e2m1fn_x2",
    "int1",
    "uint4",
    "bits8",
    "int4",
    "quint8",
):
    torch_case(
        "v3 " + dt,
        f(
            d(
                s("a"),
                call(
                    g("torch._utils", "_rebuild_tensor_v3"),
                    st("UntypedStorage", "0", "cpu", 16, "torch.storage"),
                    i(0),
                    tup(i(2)),
                    tup(i(1)),
                    F,
                    OD,
                    g("torch", dt),
                ),
            )
        ),
    )


INFO = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'
# The header of a .safetensors file by hand; z is one float32.
z = b"\0" * 4
safetensors_case("plain", '{"a":%s}' % INFO, z)
safetensors_case("proto", '{"__proto__":%s}' % INFO, z)
safetensors_case("constructor", '{"constructor":%s}' % INFO, z)
safetensors_case("dup names", '{"a":%s,"a":%s}' % (INFO, INFO), z)
safetensors_case("dup names diff", '{"a":%s,"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}' % INFO, z + z)
safetensors_case("dup metadata", '{"__metadata__":{},"__metadata__":{},"a":%s}' % INFO, z)
safetensors_case("dup metadata key", '{"__metadata__":{"k":"1","k":"2"},"a":%s}' % INFO, z)
safetensors_case("metadata null", '{"__metadata__":null,"a":%s}' % INFO, z)
safetensors_case("metadata number value", '{"__metadata__":{"k":1},"a":%s}' % INFO, z)
safetensors_case("metadata list", '{"__metadata__":[],"a":%s}' % INFO, z)
safetensors_case("metadata only", '{"__metadata__":{"a":"b"}}')
safetensors_case("empty header", "{}")
safetensors_case("empty header with data", "{}", z)
safetensors_case("extra field", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}', z)
safetensors_case("nested extra", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":{"y":[1,2]}}}', z)
safetensors_case("dup dtype", '{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}', z)
safetensors_case("dup unknown", '{"a":{"dtype":"F32","x":1,"x":2,"shape":[1],"data_offsets":[0,4]}}', z)
safetensors_case("info as array", '{"a":["F32",[1],[0,4]]}', z)
safetensors_case("info as array short", '{"a":["F32",[1]]}', z)
safetensors_case("info as array long", '{"a":["F32",[1],[0,4],1]}', z)
safetensors_case("offsets object", '{"a":{"dtype":"F32","shape":[1],"data_offsets":{"0":0,"1":4}}}', z)
safetensors_case("offsets three", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}', z)
safetensors_case("float int", '{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}', z)
safetensors_case("exp int", '{"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}', z)
safetensors_case("neg zero", '{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}')
safetensors_case("neg", '{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', z)
safetensors_case("2^53+1", '{"a":{"dtype":"F32","shape":[0,9007199254740993],"data_offsets":[0,0]}}')
safetensors_case("2^63", '{"a":{"dtype":"F32","shape":[0,9223372036854775808],"data_offsets":[0,0]}}')
safetensors_case("2^64-1", '{"a":{"dtype":"F32","shape":[0,18446744073709551615],"data_offsets":[0,0]}}')
safetensors_case("2^64", '{"a":{"dtype":"F32","shape":[0,18446744073709551616],"data_offsets":[0,0]}}')
safetensors_case(
    "overflow product with zero last", '{"a":{"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}'
)
safetensors_case(
    "overflow product zero first", '{"a":{"dtype":"F32","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}'
)
safetensors_case("big product no zero", '{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}', z)
safetensors_case("shape 2^60 F32", '{"a":{"dtype":"F32","shape":[0,1152921504606846976],"data_offsets":[0,0]}}')
safetensors_case("many dims", '{"a":{"dtype":"F32","shape":[%s],"data_offsets":[0,4]}}' % ",".join(["1"] * 65), z)
safetensors_case("100 dims", '{"a":{"dtype":"F32","shape":[%s],"data_offsets":[0,4]}}' % ",".join(["1"] * 100), z)
safetensors_case("64 dims", '{"a":{"dtype":"F32","shape":[%s],"data_offsets":[0,4]}}' % ",".join(["1"] * 64), z)
safetensors_case("overlap", '{"a":%s,"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}' % INFO, z + z)
safetensors_case("same range", '{"a":%s,"b":%s}' % (INFO, INFO), z)
safetensors_case("hole", '{"a":%s,"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}' % INFO, z * 3)
safetensors_case("hole at start", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', z * 2)
safetensors_case(
    "two empties",
    '{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}',
)
safetensors_case("empty in middle", '{"a":%s,"e":{"dtype":"F32","shape":[0],"data_offsets":[2,2]}}' % INFO, z)
safetensors_case("empty at 4", '{"a":%s,"e":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}' % INFO, z)
safetensors_case("empty beyond", '{"a":%s,"e":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}' % INFO, z)
safetensors_case("reversed", '{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,0]}}', z)
safetensors_case("trailing", '{"a":%s}' % INFO, z + b"x")
safetensors_case("short", '{"a":%s}' % INFO, z[:3])
safetensors_case("space padded", '{"a":%s}    ' % INFO, z)
safetensors_case("space before", '  {"a":%s}' % INFO, z)
safetensors_case("newline before", '\n{"a":%s}' % INFO, z)
safetensors_case("tab before", '\t{"a":%s}' % INFO, z)
safetensors_case("bom", '\ufeff{"a":%s}' % INFO, z)
safetensors_case("nul padded", '{"a":%s}\0\0' % INFO, z)
safetensors_case("garbage after", '{"a":%s}x' % INFO, z)
safetensors_case("two values", '{"a":%s}{}' % INFO, z)
safetensors_case("array", "[]")
safetensors_case("comment", '{"a":%s/**/}' % INFO, z)
safetensors_case("trailing comma", '{"a":%s,}' % INFO, z)
safetensors_case("single quotes", "{'a':%s}" % INFO, z)
safetensors_case("lone surrogate esc", '{"\\ud800":%s}' % INFO, z)
safetensors_case("pair surrogate esc", '{"\\ud83d\\ude00":%s}' % INFO, z)
safetensors_case("low surrogate esc", '{"\\udc00":%s}' % INFO, z)
safetensors_case("raw lone surrogate", '{"\ud800":%s}' % INFO, z)
safetensors_case("nul esc", '{"\\u0000":%s}' % INFO, z)
safetensors_case("raw control", '{"a\x01":%s}' % INFO, z)
safetensors_case("raw newline", '{"a\n":%s}' % INFO, z)
safetensors_case("del", '{"a\x7f":%s}' % INFO, z)
safetensors_case("unicode eq", '{"é":%s,"e\u0301":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}' % INFO, z * 2)
safetensors_case("escaped dup", '{"a":%s,"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}' % INFO, z * 2)
safetensors_case("escaped metadata", '{"__metadata\\u005f_":{"x":"y"},"a":%s}' % INFO, z)
safetensors_case("empty name", '{"":%s}' % INFO, z)
safetensors_case("long name", '{"%s":%s}' % ("x" * 100000, INFO), z)
safetensors_case("path name", '{"../../x":%s}' % INFO, z)
safetensors_case("dtype lower", '{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}', z)
safetensors_case("dtype proto", '{"a":{"dtype":"__proto__","shape":[1],"data_offsets":[0,4]}}', z)
safetensors_case("dtype obj", '{"a":{"dtype":{"F32":null},"shape":[1],"data_offsets":[0,4]}}', z)
for dt, b in [
    ("BOOL", 1),
    ("U8", 1),
    ("I8", 1),
    ("F8_E5M2", 1),
    ("F8_E4M3", 1),
    ("I16", 2),
    ("U16", 2),
    ("F16", 2),
    ("BF16", 2),
    ("I32", 4),
    ("U32", 4),
    ("F32", 4),
    ("F64", 8),
    ("I64", 8),
    ("U64", 8),
    ("C64", 8),
    ("F8_E8M0", 1),
    ("F8_E4M3FNUZ", 1),
    ("F8_E5M2FNUZ", 1),
    ("C128", 16),
    ("I4", 1),
    ("F32_", 4),
]:
    safetensors_case("dtype " + dt, '{"a":{"dtype":"%s","shape":[1],"data_offsets":[0,%d]}}' % (dt, b), b"\1" * b)
safetensors_case("F4 x2", '{"a":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}', b"\1")
safetensors_case("F4 x1", '{"a":{"dtype":"F4","shape":[1],"data_offsets":[0,1]}}', b"\1")
safetensors_case("F6 x4", '{"a":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[0,3]}}', b"\1\1\1")
safetensors_case("F6 x2", '{"a":{"dtype":"F6_E3M2","shape":[2],"data_offsets":[0,2]}}', b"\1\1")
safetensors_case("bool 2", '{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}', b"\2")
safetensors_case("number big exp", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1e999}}', z)
safetensors_case("number neg exp", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1e-999}}', z)
safetensors_case("leading zero", '{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}', z)
safetensors_case("plus", '{"a":{"dtype":"F32","shape":[+1],"data_offsets":[0,4]}}', z)
safetensors_case("huge int extra", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":%s}}' % ("9" * 400), z)
for d in (120, 124, 125, 126, 127, 128, 129, 200):
    safetensors_case(
        f"depth {d}", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":%s}}' % ("[" * d + "]" * d), z
    )
safetensors_case("length 0", "", z, 0)
safetensors_case("length 1", "{", z, 1)
safetensors_case("length over", '{"a":%s}' % INFO, z, 10**9)
safetensors_case("length 2^63", '{"a":%s}' % INFO, z, 2**63)
safetensors_case("length 100MB+1", '{"a":%s}' % INFO, z, 100_000_001)
safetensors_case("shape null", '{"a":{"dtype":"F32","shape":null,"data_offsets":[0,4]}}', z)
safetensors_case("shape string", '{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}', z)
safetensors_case("info null", '{"a":null}')
safetensors_case("ff formfeed", '{"a":%s}\x0c' % INFO, z)
safetensors_case("invalid utf8", b'{"\xff":' + INFO.encode() + b"}", z)
safetensors_case("overlong", b'{"\xc0\x80":' + INFO.encode() + b"}", z)
safetensors_case("slash escape", '{"a\\/b":%s}' % INFO, z)
safetensors_case("bad escape", '{"a\\x":%s}' % INFO, z)
safetensors_case(
    "metadata key in tensor", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"__metadata__":{}}}', z
)


def is_loaded(path):
    try:
        safetensors.torch.load_file(path) if path.endswith(".safetensors") else torch.load(path, map_location="cpu")
        return True
    except Exception:
        return False


print(json.dumps([[path, what, is_loaded(path)] for path, what in cases]))
