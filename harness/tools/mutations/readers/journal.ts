import { writeFile } from 'node:fs/promises';
import type { Reader } from '../sample.ts';
import { contents, files, gatherAll } from './suite-folder.ts';

export const reader: Reader = {
  samples: [{ bytes: contents.journal, form: 'lines' }],
  async read(file) {
    await writeFile(files.journal, file);
    await gatherAll();
  },
};
