import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expand } from '../../../suite/expand.ts';
import small from '../../../suite/fixtures/small.ts';
import { loadSuite } from '../../../suite/load.ts';
import type { FileSample, Reader } from '../sample.ts';

const mutual = await loadSuite('mutual-digits');
const crossModal = await loadSuite('cross-modal-depth');

export const reader: Reader = {
  samples: [small, mutual, crossModal].map(
    (suite): FileSample => ({
      bytes: Buffer.from(JSON.stringify({ ...suite, name: 'of-a-user' }, undefined, 2)),
      form: 'json',
    }),
  ),
  async read(file, folder) {
    const path = join(folder, 'suite.json');
    await writeFile(path, file);
    expand(await loadSuite(path));
  },
};
