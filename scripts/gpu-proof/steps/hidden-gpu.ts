import { join } from 'node:path';
import { exitCode } from '../../../harness/base/problem.ts';
import { freshFolder } from '../fresh-folder.ts';
import { eventsIn } from '../results-in.ts';
import { failed, passed, type Step } from '../step.ts';

/** No GPU has this number: neither the runner nor TensorFlow finds one. */
const hidden = { REDISTILL_DEVICE: 'gpu', REDISTILL_TENSORFLOW: undefined, CUDA_VISIBLE_DEVICES: '99' };

export const hiddenGpu: Step = {
  title: 'A job that was to have a GPU, and has none, is an error and never trains on a processor instead',
  minutes: 5,
  async run({ folder, redistill }) {
    const results = await freshFolder(join(folder, 'results'));
    const looked = await redistill(['doctor'], { environment: hidden });
    if (looked.code !== exitCode.machine) return failed(`doctor ended with exit code ${looked.code}`, looked.out);
    const selection = ['--distillers', 'vanilla', '--trials', '1', '--epochs', '1', '--retries', '0'];
    const ran = await redistill(['suite', 'digits', ...selection, '--results', results], { environment: hidden });
    const facts = { "doctor's exit code": exitCode.machine, "the suite's exit code": ran.code ?? 'none' };
    // Where there is another GPU, the job is started and refuses; else the suite does.
    if (ran.code === exitCode.machine) return passed(facts);
    if (ran.code !== exitCode.jobsFailed) return failed(`the suite ended with exit code ${ran.code}`, ran.out);
    const fault = (await eventsIn(results)).find(({ event }) => event === 'failed');
    const cause = fault?.event === 'failed' ? fault.cause : undefined;
    return cause === 'machine' ? passed(facts) : failed(`the job failed because of: ${cause}`);
  },
};
