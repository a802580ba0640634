import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshFolder } from '../fresh-folder.ts';
import { newCheckpoint } from '../new-checkpoint.ts';
import { differing, resultsIn } from '../results-in.ts';
import { failed, passed, type Step } from '../step.ts';

/** Milliseconds between a checkpoint and the kill: in the next steps, in a test, in the next checkpoint. */
const delays = [0, 50, 150, 300];

export const resume: Step = {
  title: 'A suite that is killed by SIGKILL again and again ends with the same bits',
  minutes: 15,
  async run({ short, folder, redistill }) {
    const selection = ['--distillers', 'CRD+KD', '--trials', '1', '--epochs', short ? '3' : '8'];
    const suite = (results: string) => ['suite', 'digits', ...selection, '--results', results];
    const whole = await freshFolder(join(folder, 'whole'));
    const killed = await freshFolder(join(folder, 'killed'));
    const undisturbed = await redistill(suite(whole));
    if (undisturbed.code !== 0) return failed(undisturbed.reason);
    let kills = 0;
    for (const delay of short ? delays.slice(0, 3) : delays) {
      const kill = new AbortController();
      const ended = redistill(suite(killed), { killed: kill.signal });
      if (await newCheckpoint(killed, ended)) {
        await sleep(delay);
        kill.abort();
      }
      if ((await ended).code === undefined) kills++;
    }
    const resumed = await redistill(suite(killed));
    if (resumed.code !== 0) return failed(resumed.reason);
    if (kills < 2) return failed(`it was done after ${kills} kills, too few to tell`);
    const jobs = await resultsIn(whole);
    const others = differing(jobs, await resultsIn(killed));
    if (others.length > 0) return failed(`other bits after ${kills} kills: ${others.join(', ')}`);
    return passed({ kills, 'jobs with the same bits': jobs.size });
  },
};
