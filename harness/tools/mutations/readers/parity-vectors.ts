import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { readIndex } from '../../parity/vectors.ts';
import type { Reader } from '../sample.ts';

const vectors = join(import.meta.dirname, '../../../../baselines/parity');
const { cases } = JSON.parse(await readFile(join(vectors, 'index.json'), 'utf8')) as {
  cases: { case: string; file: string }[];
};
const chosen = cases.find((one) => one.case === 'misc/lr_schedule')!;
const index = Buffer.from(JSON.stringify({ cases: [{ ...chosen, file: 'vectors.safetensors' }] }));
const tensors = gunzipSync(await readFile(join(vectors, chosen.file)));

/** The two files as one: the index's length, the index, the tensors. */
function together(index: Buffer, tensors: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(index.length);
  return Buffer.concat([length, index, tensors]);
}

export const reader: Reader = {
  samples: [
    { bytes: index, form: 'json', whole: (index) => together(index, tensors) },
    { bytes: tensors, form: 'bytes', whole: (tensors) => together(index, tensors) },
  ],
  async read(file, folder) {
    const end = 4 + file.readUInt32LE();
    await writeFile(join(folder, 'index.json'), file.subarray(4, end));
    await writeFile(join(folder, 'vectors.safetensors'), file.subarray(end));
    for (const readCase of (await readIndex(folder)).values()) {
      const { settings, names, expected } = await readCase();
      settings(z.looseObject({}));
      for (const name of names('')) expected(name);
    }
  },
};
