import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTensors, serializeTensors } from '../../../model/engine/safetensors.ts';
import { sizeOf } from '../../../model/engine/shape.ts';
import { TensorReader } from '../../../model/engine/tensor-reader.ts';
import type { Reader } from '../sample.ts';

const file = Buffer.from(
  serializeTensors({
    tensors: new Map([
      ['conv1.weight', { shape: [4, 3, 3, 3], values: Float32Array.from({ length: 108 }, (_, i) => i / 7) }],
      ['bn1.num_batches_tracked', { shape: [], values: Int32Array.of(7) }],
      ['fc.bias', { shape: [10], values: Float32Array.from({ length: 10 }, (_, i) => -i) }],
    ]),
    metadata: { format: 'pt', source: 'a'.repeat(64) },
  }),
);
const end = 8 + Number(file.readBigUInt64LE());

export const reader: Reader = {
  samples: [
    { bytes: file, form: 'bytes' },
    {
      bytes: file.subarray(8, end),
      form: 'json',
      whole(header) {
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(header.length));
        return Buffer.concat([length, header, file.subarray(end)]);
      },
    },
  ],
  /** In memory, and tensor by tensor. */
  async read(bytes, folder) {
    const path = join(folder, 'file.safetensors');
    await writeFile(path, bytes);
    const opened = await TensorReader.open(path);
    try {
      for (const name of opened.header.tensors.keys()) for await (const _ of opened.pieces(name));
      for (const name of opened.header.tensors.keys()) await opened.read(name);
    } finally {
      await opened.close();
    }
    for (const [name, { shape, values }] of parseTensors(bytes, path).tensors) {
      if (values.length !== sizeOf(shape)) throw new Error(`${name} has ${values.length} values in [${shape}]`);
    }
  },
};
