import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readMetrics } from '../../../job/read-metrics.ts';
import type { Reader } from '../sample.ts';
import { contents, files, gatherAll } from './suite-folder.ts';

export const reader: Reader = {
  samples: [{ bytes: contents.metrics, form: 'lines' }],
  async read(file) {
    await writeFile(files.metrics, file);
    await readMetrics(dirname(files.metrics));
    await gatherAll();
  },
};
