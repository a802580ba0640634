import { join } from 'node:path';
import { elsewhere, resultsIn } from '../results-in.ts';
import { failed, impossible, passed, type Step } from '../step.ts';

/** An option of suites that trades bits for speed: a job with it trains, beside the same one without. */
function withOption(option: string, title: string, isForGpus: boolean): Step {
  return {
    title,
    minutes: 15,
    async run({ device, short, folder, redistill }) {
      if (isForGpus && device === 'cpu') return impossible(`${option} is for GPUs`);
      const run = async (results: string, ...options: string[]) => {
        // Without a teacher there is one job.
        const part = short ? ['--distillers', 'vanilla', '--epochs', '1'] : ['--distillers', 'KD'];
        const selection = [...part, '--trials', '1', ...options, '--results', results];
        const { code, reason } = await redistill(['suite', 'digits', ...selection]);
        return code === 0 ? resultsIn(results) : reason;
      };
      const plain = await run(join(folder, 'without'));
      if (typeof plain === 'string') return failed(plain);
      const changed = await run(join(folder, 'with'), option);
      if (typeof changed === 'string') return failed(changed);
      const wrong = elsewhere(changed, device);
      if (wrong.length > 0) return failed(`${wrong.join(', ')} did not run on the ${device}`);
      const facts = { with: studentOf(changed), without: studentOf(plain) };
      return passed(
        Object.fromEntries(
          Object.entries(facts).flatMap(([name, { accuracy, seconds }]) => [
            [`accuracy ${name}`, accuracy],
            [`seconds ${name}`, Math.round(seconds)],
          ]),
        ),
      );
    },
  };
}

function studentOf(results: Awaited<ReturnType<typeof resultsIn>>) {
  const student = [...results.values()].find(({ job }) => job.configuration.kind === 'student');
  if (!student) throw new Error('the suite trained no student');
  return student;
}

export const xla = withOption('--xla', 'XLA compiles training steps', true);
export const tf32 = withOption('--tf32', 'Factors of products are rounded to ten bits (TF32)', true);
export const mixedPrecision = withOption('--mixed-precision', 'Convolutions compute in bfloat16', false);
