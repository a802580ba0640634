import { type NumberTypeName, numberTypes } from '../../model/engine/number-types.ts';

/** What the numbers of a tensor or a storage are. */
export interface ElementType {
  /** As PyTorch calls it, such as `float8_e4m3fn`. */
  name: string;
  bytes: number;
  /** How they are read; undefined where they are not, as quantised and complex ones. */
  type: NumberTypeName | undefined;
}

const readable: Record<string, NumberTypeName> = {
  float64: 'F64',
  float32: 'F32',
  float16: 'F16',
  bfloat16: 'BF16',
  int64: 'I64',
  int32: 'I32',
  int16: 'I16',
  int8: 'I8',
  uint8: 'U8',
  uint16: 'U16',
  uint32: 'U32',
  uint64: 'U64',
  bool: 'BOOL',
};

/** Bytes of those that are not read. */
const others: Record<string, number> = {
  complex128: 16,
  complex64: 8,
  complex32: 4,
  bcomplex32: 4,
  qint32: 4,
  qint8: 1,
  quint8: 1,
  quint4x2: 1,
  quint2x4: 1,
  float8_e4m3fn: 1,
  float8_e4m3fnuz: 1,
  float8_e5m2: 1,
  float8_e5m2fnuz: 1,
  float8_e8m0fnu: 1,
  float4_e2m1fn_x2: 1,
  bits16: 2,
  bits8: 1,
  bits4x2: 1,
  bits2x4: 1,
  bits1x8: 1,
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7].flatMap((bits) => [`int${bits}`, `uint${bits}`].map((name) => [name, 1])),
  ),
};

const all = [
  ...Object.entries(readable).map(([name, type]) => ({ name, bytes: numberTypes[type].bytes, type })),
  ...Object.entries(others).map(([name, bytes]) => ({ name, bytes, type: undefined })),
];

/** PyTorch's number types by their names, such as `float32`; frozen, for a pickle could set fields of them. */
export const elementTypes: ReadonlyMap<string, ElementType> = new Map(all.map((one) => [one.name, Object.freeze(one)]));

/** The number types of PyTorch's storage classes, by the classes' names. */
export const storageClasses: ReadonlyMap<string, ElementType> = new Map(
  Object.entries({
    DoubleStorage: 'float64',
    FloatStorage: 'float32',
    HalfStorage: 'float16',
    BFloat16Storage: 'bfloat16',
    LongStorage: 'int64',
    IntStorage: 'int32',
    ShortStorage: 'int16',
    CharStorage: 'int8',
    ByteStorage: 'uint8',
    BoolStorage: 'bool',
    ComplexDoubleStorage: 'complex128',
    ComplexFloatStorage: 'complex64',
    QInt32Storage: 'qint32',
    QInt8Storage: 'qint8',
    QUInt8Storage: 'quint8',
    QUInt4x2Storage: 'quint4x2',
    QUInt2x4Storage: 'quint2x4',
    // Bytes, whose meaning its tensors know.
    UntypedStorage: 'uint8',
  }).map(([name, type]) => [name, elementTypes.get(type)!]),
);
