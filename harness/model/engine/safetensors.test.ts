import { expect, test } from 'vitest';
import { parseTensors, serializeTensors } from './safetensors.ts';

const file = {
  tensors: new Map([
    ['weight', { shape: [2, 2], values: Float32Array.of(1, -2, 0.5, Number.NaN) }],
    ['count', { shape: [], values: Int32Array.of(7) }],
  ]),
  metadata: { note: 'grüße' },
};

test('what is written is read', () => {
  expect(parseTensors(serializeTensors(file), 'file')).toEqual(file);
});

test('every cut is noticed, with the file named', () => {
  const bytes = serializeTensors(file);
  for (let length = 0; length < bytes.length; length++) {
    expect(() => parseTensors(bytes.subarray(0, length), 'some/file')).toThrow(
      /^some\/file is not a whole safetensors file/,
    );
  }
});

test.each([
  ['a tensor that would be left out', '{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'],
  ['no object', 'null'],
  ['a size without end', '{"a":{"dtype":"F32","shape":[1e999],"data_offsets":[0,4]}}'],
  ['places the other way round', '{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,0]}}'],
  ['far more nested than there is', `{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`],
])('a header with %s is refused', (_, header) => {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const bytes = Buffer.concat([length, Buffer.from(header), Buffer.alloc(4)]);
  expect(() => parseTensors(bytes, 'some/file')).toThrow(/^some\/file is not a whole safetensors file/);
});
