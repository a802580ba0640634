import type { MainEpoch } from '../job/result.ts';
import type { Evidence } from '../results/evidence/evidence.ts';
import type { PlannedRow } from '../suite/plan.ts';
import type { Finding } from './finding.ts';
import { cellName } from './texts.ts';

/**
 * Each cell whose students are those of another row of its column, number for number, epoch by epoch. Rows of a column share initial
 * weights and the order of the images, so that what sets such a row apart does not reach its student: its gradient stops before it, or
 * an option is not read. A mean over few trials does not show that, as a weak distiller and none at all come out alike.
 */
export function checkEffect({ plan, metrics }: Pick<Evidence, 'plan' | 'metrics'>): Finding[] {
  return plan.tables.flatMap(({ name: table, columns }) =>
    // Probes and fine-tuning have no epochs of their own.
    columns
      .filter(({ target }) => !target)
      .flatMap(({ pair, rows }) =>
        rows.flatMap((row, index): Finding[] => {
          const twin = rows.slice(0, index).find((other) => sameTrials(row, other, metrics) > 0);
          if (!twin) return [];
          const same = sameTrials(row, twin, metrics);
          const one = same === 1;
          return [
            {
              kind: 'cell',
              name: cellName(table, row.distiller.name, pair),
              outcome: 'differs',
              verdict: 'no effect',
              detail: `in ${same} ${one ? 'trial' : 'trials'} its student is that of ${twin.distiller.name}, the same in every epoch: what sets the two apart does not reach the student`,
              numbers: { trials: same, as: twin.distiller.name },
            },
          ];
        }),
      ),
  );
}

/** In how many trials the students of two rows are the same. */
function sameTrials(row: PlannedRow, other: PlannedRow, metrics: Evidence['metrics']): number {
  return row.jobs.filter((job, trial) => {
    const [ours = [], theirs = []] = [job, other.jobs[trial]].map((id) => (id ? metrics.get(id) : undefined));
    return job !== other.jobs[trial] && ours.length > 0 && isSameStudent(ours, theirs);
  }).length;
}

/** Is what epochs say about the student alone the same, whatever its losses are? Most differ in the first epoch. */
function isSameStudent(ours: readonly MainEpoch[], theirs: readonly MainEpoch[]): boolean {
  return (
    ours.length === theirs.length &&
    ours.every(({ epoch, weightNorm, testAccuracy }, index) => {
      const other = theirs[index]!;
      const isSameNorm = weightNorm !== undefined && Object.is(weightNorm, other.weightNorm);
      return isSameNorm && epoch === other.epoch && Object.is(testAccuracy, other.testAccuracy);
    })
  );
}
