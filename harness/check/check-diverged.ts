import type { Evidence } from '../results/evidence/evidence.ts';
import type { Finding } from './finding.ts';
import { cellName } from './texts.ts';

/** Each cell of which a training diverged: a loss that is not finite is no matter of statistics. */
export function checkDiverged({ plan, done, histories }: Evidence): Finding[] {
  const reasonOf = (job: string) => {
    const last = histories.get(job)?.last;
    return last?.event === 'failed' && last.cause === 'diverged' && !done.has(job) ? last.reason : undefined;
  };
  return plan.tables.flatMap(({ name, columns }) =>
    columns.flatMap(({ pair, target, rows }) =>
      rows.flatMap(({ distiller, jobs }): Finding[] => {
        const reasons = jobs.flatMap((job) => reasonOf(job) ?? []);
        if (reasons.length === 0) return [];
        return [
          {
            kind: 'cell',
            name: cellName(name, distiller.name, { ...pair, target }),
            outcome: 'differs',
            verdict: 'diverged',
            detail: `${reasons.length} of ${jobs.length} trials: ${reasons[0]}`,
            numbers: { trials: jobs.length, diverged: reasons.length },
          },
        ];
      }),
    ),
  );
}
