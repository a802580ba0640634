import { join } from 'node:path';
import { elsewhere, resultsIn } from '../results-in.ts';
import { failed, passed, type Step } from '../step.ts';

/** A teacher, and three trials of vanilla, KD, CRD and CRD+KD: 13 jobs. */
const whole = ['--trials', '3'];
const part = ['--trials', '1', '--epochs', '1', '--distillers', 'KD'];

export const digits: Step = {
  title: "The suite digits trains, and its results lie in the bands of a processor's",
  minutes: 30,
  async run({ device, short, folder, redistill }) {
    const results = join(folder, 'results');
    const selection = [...(short ? part : whole), '--results', results];
    const trained = await redistill(['suite', 'digits', ...selection]);
    if (trained.code !== 0) return failed(trained.reason, trained.out);
    const jobs = await resultsIn(results);
    const wrong = elsewhere(jobs, device);
    if (wrong.length > 0) return failed(`${wrong.join(', ')} did not run on the ${device}`, trained.out);
    const seconds = [...jobs.values()].reduce((sum, { seconds }) => sum + seconds, 0);
    const facts = { jobs: jobs.size, 'seconds of all jobs': Math.round(seconds) };
    // The bands are of whole jobs.
    if (short) return passed(facts, tableIn(trained.out));
    const checked = await redistill(['check', 'digits', ...selection]);
    if (checked.code !== 0) return failed(`check ended with exit code ${checked.code}`, checked.out);
    return passed(facts, tableIn(trained.out));
  },
};

/** The table that a suite prints, with what its numbers are. */
function tableIn(out: string): string {
  return /^\|[\s\S]*\n\nTop-1.*$/m.exec(out)?.[0] ?? out;
}
