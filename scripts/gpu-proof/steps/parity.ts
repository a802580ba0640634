import { fileURLToPath } from 'node:url';
import { exitCode } from '../../../harness/base/problem.ts';
import { failed, passed, type Step } from '../step.ts';

/** The vectors of the methods after CRD. */
const later = fileURLToPath(new URL('../../../baselines/parity/after', import.meta.url));
const whole = [[], [later]];
const part = [['--case', 'losses/kd']];

export const parity: Step = {
  title: "Networks, losses and training steps agree with the reference's numbers, within the vectors' tolerances",
  minutes: 30,
  async run({ short, redistill }) {
    let cases = 0;
    const faults: string[] = [];
    for (const words of short ? part : whole) {
      const { code, out, reason } = await redistill(['parity', ...words]);
      if (code !== exitCode.done && code !== exitCode.differs) return failed(reason);
      const lines = out.split('\n').filter((line) => /^(ok|FAILS|not built) /.test(line));
      cases += lines.length;
      faults.push(...lines.filter((line) => !line.startsWith('ok')));
    }
    if (faults.length > 0) return failed(`${faults.length} of ${cases} cases do not agree`, faults.join('\n'));
    return passed({ 'cases that agree': cases });
  },
};
