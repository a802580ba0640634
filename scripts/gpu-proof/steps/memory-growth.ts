import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshFolder } from '../fresh-folder.ts';
import { nvidiaSmi } from '../nvidia-smi.ts';
import { failed, impossible, passed, type Step } from '../step.ts';

export const memoryGrowth: Step = {
  title: "A job takes the memory of a GPU that it needs, and not all of it as TensorFlow's default is",
  minutes: 10,
  async run({ device, folder, redistill }) {
    if (device === 'cpu') return impossible('a processor shares its memory anyway');
    const [before] = await megabytes();
    if (!before) return impossible('nvidia-smi does not say how much memory is used');
    const results = await freshFolder(join(folder, 'results'));
    const over = new AbortController();
    const selection = ['--distillers', 'vanilla', '--trials', '1', '--gpus', '0'];
    const ended = redistill(['suite', 'digits', ...selection, '--results', results]);
    ended.finally(() => over.abort()).catch(() => {});
    let most = 0;
    while (!over.signal.aborted) {
      const [now] = await megabytes();
      most = Math.max(most, (now?.used ?? 0) - before.used);
      await sleep(100);
    }
    const { code, reason } = await ended;
    if (code !== 0) return failed(reason);
    if (most === 0) return failed('nvidia-smi saw no memory that the job took');
    const text = `${most} MB of ${before.total}`;
    return most < before.total / 2 ? passed({ 'megabytes of the job': most }) : failed(`the job took ${text}`);
  },
};

async function megabytes(): Promise<{ used: number; total: number }[]> {
  const lines = await nvidiaSmi('memory.used,memory.total');
  return lines.map((line) => {
    const [used = Number.NaN, total = Number.NaN] = line.split(',').map(Number);
    return { used, total };
  });
}
