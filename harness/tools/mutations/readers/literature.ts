import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cellsOfSources } from '../../../suite/literature/cells.ts';
import { loadLiterature, readPublishedSource } from '../../../suite/literature/load.ts';
import type { FileSample, Reader } from '../sample.ts';

const folder = join(import.meta.dirname, '../../../../baselines/published/after-crd/sources');
const names = ['sdd', 'semckd', 'mdistiller'];
const files = await Promise.all(names.map((name) => readFile(join(folder, `${name}.json`))));
const known = await loadLiterature();

export const reader: Reader = {
  samples: files.map((bytes): FileSample => ({ bytes, form: 'json' })),
  async read(file, folder) {
    const path = join(folder, 'source.json');
    await writeFile(path, file);
    cellsOfSources({ sources: [await readPublishedSource(path, known)] });
  },
};
