import { join } from 'node:path';
import type { Event } from '../../../harness/results/journal/events.ts';
import { freshFolder } from '../fresh-folder.ts';
import { differing, eventsIn, resultsIn } from '../results-in.ts';
import { failed, passed, type Step } from '../step.ts';

export const twoJobs: Step = {
  title: 'Two jobs share the device, and end with the bits that they have alone',
  minutes: 10,
  async run({ device, short, folder, redistill }) {
    const selection = ['--distillers', 'vanilla', '--trials', '2', '--epochs', short ? '1' : '6'];
    const options = device === 'gpu' ? ['--gpus', '0', '--jobs-per-gpu'] : ['--at-once'];
    const run = (results: string, jobs: string) =>
      redistill(['suite', 'digits', ...selection, ...options, jobs, '--results', results]);
    const alone = await freshFolder(join(folder, 'alone'));
    const together = await freshFolder(join(folder, 'together'));
    const one = await run(alone, '1');
    if (one.code !== 0) return failed(one.reason);
    const two = await run(together, '2');
    if (two.code !== 0) return failed(two.reason);
    if (mostAtOnce(await eventsIn(together)) < 2) return failed('the two jobs did not run at the same time');
    const others = differing(await resultsIn(alone), await resultsIn(together));
    if (others.length > 0) return failed(`other bits beside another job: ${others.join(', ')}`);
    return passed({
      'seconds one after the other': Math.round(one.seconds),
      'seconds at the same time': Math.round(two.seconds),
    });
  },
};

/** How many jobs ran at the same time at most. */
function mostAtOnce(events: readonly Event[]): number {
  let running = 0;
  let most = 0;
  for (const { event } of events) {
    if (event === 'started') running++;
    if (event === 'done' || event === 'failed' || event === 'stopped') running--;
    most = Math.max(most, running);
  }
  return most;
}
