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
