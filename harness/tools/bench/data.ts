import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Bench } from 'tinybench';
import { makeTemporaryFolder } from '../../base/files/temporary-folder.ts';
import { dataVariable } from '../../data/fetch/folder.ts';
import { loadCifar100 } from '../../data/sets/cifar100.ts';
import { fetchData } from '../../data/sets/fetch-data.ts';
import { makeCifar100 } from '../../data/sets/fixtures/cifar100.ts';

const iterations = 5;

/** Measures how long a job takes to read as many images as CIFAR-100 has, their hash checked; prints the median. */
export async function benchData(): Promise<number> {
  const folder = await makeTemporaryFolder('bench');
  process.env[dataVariable] = join(folder, 'data');
  try {
    const { path, sha256: archive } = await makeCifar100(folder, { training: 50_000, test: 10_000, classes: 100 });
    await fetchData('cifar100', { from: path, sha256: archive });
    const bench = new Bench({ iterations, time: 0, warmupIterations: 1, warmupTime: 0 });
    bench.add('read', async () => void (await loadCifar100({ name: 'cifar100', archive })));
    const [task] = await bench.run();
    if (!task || !('latency' in task.result)) throw new Error(`reading was not measured: ${task?.result.state}`);
    console.log(
      `60,000 images of 32x32x3 are read in ${(task.result.latency.p50 / 1000).toFixed(2)} s (median of ${iterations})`,
    );
    return 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}
