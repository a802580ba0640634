import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publishedCells } from '../../../suite/baseline/cells.ts';
import { baselinePath, readBaseline } from '../../../suite/baseline/load.ts';
import type { FileSample, Reader } from '../sample.ts';

const names = ['cifar100', 'digits', 'transfer'];
const files = await Promise.all(names.map((name) => readFile(baselinePath(name)!)));

export const reader: Reader = {
  samples: files.map((bytes): FileSample => ({ bytes, form: 'json' })),
  async read(file, folder) {
    const path = join(folder, 'baseline.json');
    await writeFile(path, file);
    publishedCells(await readBaseline(path));
  },
};
