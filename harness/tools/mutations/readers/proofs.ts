import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openProof, type Proof } from '../../../../scripts/gpu-proof/proof.ts';
import type { Reader } from '../sample.ts';

const at = '2026-12-01T00:00:00.000Z';
const proof: Proof = {
  device: 'gpu',
  short: false,
  machine: { redistill: '0.1.0', node: '20.20.2', processor: 'a processor', cores: 2, gpus: ['a GPU'] },
  steps: {
    doctor: { outcome: 'passed', facts: {}, output: 'Device  a GPU', at, seconds: 2.1 },
    digits: { outcome: 'failed', why: 'it took longer than 30 minutes', outOfTime: true, at, seconds: 1800 },
    resume: { outcome: 'passed', facts: { kills: 4 }, at, seconds: 30 },
    xla: { outcome: 'not possible here', why: '--xla is for GPUs', at, seconds: 0 },
  },
};

export const reader: Reader = {
  samples: [{ bytes: Buffer.from(JSON.stringify(proof)), form: 'json' }],
  async read(file, folder) {
    const path = join(folder, 'proof.json');
    await writeFile(path, file);
    await openProof(path, proof);
  },
};
