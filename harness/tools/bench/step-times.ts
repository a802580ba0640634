/**
 * `step-times.ts NETWORK...`: how long a training step of each network takes in a process such as a job has, with the
 * threads and the GPU that its environment gives it. Prints a line of JSON for each.
 */

import { explain } from '../../base/problem.ts';
import { median } from '../../base/statistics/median.ts';
import { type NetworkName, networkSchema } from '../../job/network.ts';
import { checkDevice, environment } from '../../train/job/environment.ts';
import { engineStep } from './engine-step.ts';

const batch = 64;
const warmUp = 2;
const measured = 3;

try {
  checkDevice();
  for (const name of process.argv.slice(2)) await measure(networkSchema.parse(name));
} catch (error) {
  process.exitCode = explain(error);
}

async function measure(network: NetworkName): Promise<void> {
  const { program, run } = await engineStep(network, batch, 'replay');
  const seconds: number[] = [];
  for (let step = 0; step < warmUp + measured; step++) {
    const start = performance.now();
    run();
    seconds.push((performance.now() - start) / 1000);
  }
  program.dispose();
  const { device } = environment();
  console.log(JSON.stringify({ network, images: batch, seconds: median(seconds.slice(warmUp)), device }));
}
