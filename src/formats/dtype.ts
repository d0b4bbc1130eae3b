import { decodeBfloat16, decodeFloat16, FLOAT8_VALUES } from "./smallFloats";

/** What the project knows about an element type, under PyTorch's name for it. */
export interface Dtype {
  readonly bits: number;
  /** The class of module `torch` that stores it, for the types that have one. */
  readonly torchStorage?: string;
  /** Its name in a safetensors header. */
  readonly safetensors?: string;
  /** Numbers in one element: 2 for complex types, real part first. */
  readonly parts: 1 | 2;
  /** Reads one part, little-endian. Absent for packed types, whose values are not decoded. */
  readonly decode?: (view: DataView, byteOffset: number) => number;
  /** Reads one element exactly, for integers that a double cannot hold. */
  readonly decodeExact?: (view: DataView, byteOffset: number) => bigint;
}

const float8 = (values: Float64Array) => (view: DataView, at: number) => values[view.getUint8(at)]!;
const float32 = (view: DataView, at: number) => view.getFloat32(at, true);
const float64 = (view: DataView, at: number) => view.getFloat64(at, true);
const float16 = (view: DataView, at: number) => decodeFloat16(view.getUint16(at, true));
const int64 = (view: DataView, at: number) => view.getBigInt64(at, true);
const uint64 = (view: DataView, at: number) => view.getBigUint64(at, true);

const TABLE = {
  float64: { bits: 64, parts: 1, torchStorage: "DoubleStorage", safetensors: "F64", decode: float64 },
  float32: { bits: 32, parts: 1, torchStorage: "FloatStorage", safetensors: "F32", decode: float32 },
  float16: { bits: 16, parts: 1, torchStorage: "HalfStorage", safetensors: "F16", decode: float16 },
  bfloat16: {
    bits: 16,
    parts: 1,
    torchStorage: "BFloat16Storage",
    safetensors: "BF16",
    decode: (view, at) => decodeBfloat16(view.getUint16(at, true)),
  },
  int64: {
    bits: 64,
    parts: 1,
    torchStorage: "LongStorage",
    safetensors: "I64",
    decode: (view, at) => Number(int64(view, at)),
    decodeExact: int64,
  },
  int32: {
    bits: 32,
    parts: 1,
    torchStorage: "IntStorage",
    safetensors: "I32",
    decode: (view, at) => view.getInt32(at, true),
  },
  int16: {
    bits: 16,
    parts: 1,
    torchStorage: "ShortStorage",
    safetensors: "I16",
    decode: (view, at) => view.getInt16(at, true),
  },
  int8: {
    bits: 8,
    parts: 1,
    torchStorage: "CharStorage",
    safetensors: "I8",
    decode: (view, at) => view.getInt8(at),
  },
  uint64: {
    bits: 64,
    parts: 1,
    safetensors: "U64",
    decode: (view, at) => Number(uint64(view, at)),
    decodeExact: uint64,
  },
  uint32: { bits: 32, parts: 1, safetensors: "U32", decode: (view, at) => view.getUint32(at, true) },
  uint16: { bits: 16, parts: 1, safetensors: "U16", decode: (view, at) => view.getUint16(at, true) },
  uint8: {
    bits: 8,
    parts: 1,
    torchStorage: "ByteStorage",
    safetensors: "U8",
    decode: (view, at) => view.getUint8(at),
  },
  bool: {
    bits: 8,
    parts: 1,
    torchStorage: "BoolStorage",
    safetensors: "BOOL",
    decode: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
  },
  complex128: { bits: 128, parts: 2, torchStorage: "ComplexDoubleStorage", decode: float64 },
  complex64: { bits: 64, parts: 2, torchStorage: "ComplexFloatStorage", safetensors: "C64", decode: float32 },
  complex32: { bits: 32, parts: 2, decode: float16 },
  float8_e4m3fn: { bits: 8, parts: 1, safetensors: "F8_E4M3", decode: float8(FLOAT8_VALUES.e4m3fn) },
  float8_e5m2: { bits: 8, parts: 1, safetensors: "F8_E5M2", decode: float8(FLOAT8_VALUES.e5m2) },
  float8_e4m3fnuz: { bits: 8, parts: 1, safetensors: "F8_E4M3FNUZ", decode: float8(FLOAT8_VALUES.e4m3fnuz) },
  float8_e5m2fnuz: { bits: 8, parts: 1, safetensors: "F8_E5M2FNUZ", decode: float8(FLOAT8_VALUES.e5m2fnuz) },
  float8_e8m0fnu: { bits: 8, parts: 1, safetensors: "F8_E8M0", decode: float8(FLOAT8_VALUES.e8m0fnu) },
  float4_e2m1fn_x2: { bits: 8, parts: 1 },
  float4_e2m1fn: { bits: 4, parts: 1, safetensors: "F4" },
  float6_e2m3fn: { bits: 6, parts: 1, safetensors: "F6_E2M3" },
  float6_e3m2fn: { bits: 6, parts: 1, safetensors: "F6_E3M2" },
} as const satisfies Record<string, Dtype>;

export type DtypeName = keyof typeof TABLE;

/** All element types, by PyTorch's name. */
export const DTYPES: Readonly<Record<DtypeName, Dtype>> = TABLE;

const names = Object.keys(TABLE) as DtypeName[];

/** `torch.<className>` -> element type. */
export const DTYPE_OF_STORAGE_CLASS: ReadonlyMap<string, DtypeName> = indexBy(dtype => dtype.torchStorage);

/** Name in a safetensors header -> element type. */
export const DTYPE_OF_SAFETENSORS: ReadonlyMap<string, DtypeName> = indexBy(dtype => dtype.safetensors);

function indexBy(key: (dtype: Dtype) => string | undefined): ReadonlyMap<string, DtypeName> {
  return new Map(names.flatMap(name => (key(DTYPES[name]) === undefined ? [] : [[key(DTYPES[name])!, name]])));
}

/** The type named `name`, if there is one. */
export function findDtype(name: string): DtypeName | undefined {
  return names.find(known => known === name);
}
