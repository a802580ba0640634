import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { Wire } from './wire.ts';

/** The generated messages of TensorFlow.js, which read what we write. */
const { AttrValue } = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js');

test.each([0, 1, 127, 128, 300, 2 ** 31 - 1, 2 ** 40, -1, -128])('the integer %i is read back', (value) => {
  expect(AttrValue.deserializeBinary(new Wire().integer(3, value).join()).getI()).toBe(value);
});

test.each([0, 1, -1.5, 0.1])('the number %f is read back as one of 32 bits', (value) => {
  expect(AttrValue.deserializeBinary(new Wire().float(4, value).join()).getF()).toBe(Math.fround(value));
});

test('texts and bytes of any length are read back', () => {
  for (const length of [0, 1, 127, 128, 70_000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i % 251);
    expect(AttrValue.deserializeBinary(new Wire().bytes(2, bytes).join()).getS_asU8()).toEqual(bytes);
  }
  const read = AttrValue.deserializeBinary(new Wire().text(2, 'Übergang').join());
  expect(Buffer.from(read.getS_asU8()).toString()).toBe('Übergang');
});

test('messages hold messages', () => {
  const shape = new Wire();
  for (const size of [3, 500, -1]) shape.message(2, new Wire().integer(1, size));
  const read = AttrValue.deserializeBinary(new Wire().message(7, shape).join());
  const sizes = read.getShape().getDimList();
  expect(sizes.map((size: { getSize(): number }) => size.getSize())).toEqual([3, 500, -1]);
});
