import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { freshFolder } from '../fresh-folder.ts';
import { newCheckpoint } from '../new-checkpoint.ts';
import { eventsIn } from '../results-in.ts';
import { failed, impossible, passed, type Step } from '../step.ts';

const source = fileURLToPath(new URL('take-gpu.cc', import.meta.url));

export const lostGpu: Step = {
  title: 'A job whose GPU is gone ends with exit code 11, and is tried again from its checkpoint',
  minutes: 10,
  async run({ device, folder, redistill }) {
    if (device === 'cpu') return impossible('there is no GPU to lose');
    const [library, sign] = [join(folder, 'take-gpu.so'), join(folder, 'sign')];
    const results = await freshFolder(join(folder, 'results'));
    await compileTakeGpu(library);
    const selection = ['--distillers', 'vanilla', '--trials', '1', '--gpus', '0', '--retry-after', '1s'];
    const ended = redistill(['suite', 'digits', ...selection, '--results', results], {
      environment: { LD_PRELOAD: library, REDISTILL_TAKE_GPU: sign },
    });
    if (!(await newCheckpoint(results, ended))) return failed((await ended).reason);
    await writeFile(sign, '');
    const { code, reason } = await ended;
    const fault = (await eventsIn(results)).find(({ event }) => event === 'failed');
    if (fault?.event !== 'failed') return failed('the job was done before its GPU was gone');
    if (fault.cause !== 'device lost') return failed(`the job failed as "${fault.cause}": ${fault.reason}`);
    return code === 0 ? passed({ 'the first try': fault.reason }) : failed(`the second try failed: ${reason}`);
  },
};

/** @throws an Error where g++ fails */
export async function compileTakeGpu(library: string): Promise<void> {
  await execa('g++', ['-std=c++17', '-shared', '-fPIC', '-pthread', source, '-o', library, '-ldl']);
}
