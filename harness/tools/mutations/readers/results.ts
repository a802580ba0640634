import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readTestLogits } from '../../../job/test-logits.ts';
import type { Reader } from '../sample.ts';
import { contents, files, gatherAll } from './suite-folder.ts';

/** Which file a mutated one stands in place of: a sample's first byte says it. */
const places = [files.result, files.job, files.logits];
const originals = [contents.result, contents.job, await readFile(files.logits)];
const marked = (place: number) => (part: Buffer) => Buffer.concat([Buffer.of(place), part]);

export const reader: Reader = {
  samples: [
    { bytes: originals[0]!, form: 'json', whole: marked(0) },
    { bytes: originals[1]!, form: 'json', whole: marked(1) },
    { bytes: originals[2]!, form: 'bytes', whole: marked(2) },
    { bytes: originals[0]!, form: 'json', whole: marked(0) },
  ],
  async read(file) {
    const place = file[0]!;
    await writeFile(places[place]!, file.subarray(1));
    try {
      await gatherAll();
      await readTestLogits(dirname(files.logits));
    } finally {
      await writeFile(places[place]!, originals[place]!);
    }
  },
};
