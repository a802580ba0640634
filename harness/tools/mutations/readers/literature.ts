import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cellsOf } from '../../../suite/literature/cells.ts';
import { loadLiterature, readSource } from '../../../suite/literature/load.ts';
import type { Reader, Sample } from '../sample.ts';

const folder = join(import.meta.dirname, '../../../../baselines/published/after-crd/sources');
const names = ['sdd', 'semckd', 'mdistiller'];
const files = await Promise.all(names.map((name) => readFile(join(folder, `${name}.json`))));
const known = await loadLiterature();

export const reader: Reader = {
  samples: files.map((bytes): Sample => ({ bytes, form: 'json' })),
  async read(file, folder) {
    const path = join(folder, 'source.json');
    await writeFile(path, file);
    cellsOf({ sources: [await readSource(path, known)] });
  },
};
