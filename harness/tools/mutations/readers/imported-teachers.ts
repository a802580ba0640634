import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jobFiles } from '../../../job/folder.ts';
import type { Imported } from '../../../job/imported.ts';
import { identityOf } from '../../../job/job.ts';
import type { Untested } from '../../../job/result.ts';
import { importedTeachers } from '../../../results/imported.ts';
import type { Reader } from '../sample.ts';

const configuration: Imported = {
  kind: 'imported',
  dataset: { name: 'digits', training: 100, test: 50 },
  network: 'resnet20',
  source: 'a'.repeat(64),
};
const untested: Untested = {
  job: { id: identityOf(configuration), label: 'resnet20-teacher-imported', configuration },
  weights: 'b'.repeat(64),
};
const environment = { redistill: '0.0.0', node: '20', tensorflow: '2.21.0', device: 'a processor', threads: 1 };
const result = { ...untested, accuracy: 90, top5Accuracy: 99, seconds: 1, environment };

export const reader: Reader = {
  samples: [untested, result].map((contents) => ({ bytes: Buffer.from(JSON.stringify(contents)), form: 'json' })),
  async read(file, folder) {
    const teacher = join(folder, 'teachers', 'digits', 'resnet20');
    await mkdir(teacher, { recursive: true });
    await writeFile(jobFiles(teacher)[file.includes('"accuracy"') ? 'result' : 'untested'], file);
    await importedTeachers(folder);
  },
};
