import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSite, sbatchOptions } from '../../../run/slurm/site.ts';
import type { Reader } from '../sample.ts';

const site = {
  partition: 'gpu',
  gres: 'gpu:1',
  time: '4:00:00',
  cpusPerTask: 4,
  memory: '8G',
  atOnce: 16,
  checkpointSeconds: 60,
  setup: ['module load nodejs', 'export A=1'],
  extra: ['--mail-type=END'],
};

export const reader: Reader = {
  samples: [{ bytes: Buffer.from(JSON.stringify(site, undefined, 2)), form: 'json' }],
  async read(file, folder) {
    const path = join(folder, 'site.json');
    await writeFile(path, file);
    sbatchOptions(await readSite(path), 1);
  },
};
