import { trainingOf } from '../../../job/job.ts';
import type { Side } from '../../../job/side.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import type { PlannedColumn, PlannedRow } from '../../../suite/plan.ts';
import { studentsOf } from '../../../suite/students-of.ts';
import { beginsBelow, type Curve, curvePanels } from '../../charts/curves.ts';
import type { ChartGroup, Figure } from '../page-data.ts';
import { pairText } from './figures.ts';

/** The training curves, one figure per pair; of runs in progress too. */
export async function curvesGroup({ plan, jobs, metrics }: Evidence): Promise<ChartGroup> {
  const placed = new Map(jobs.map((job) => [job.id, job]));
  const figures: Figure[] = [];
  let [isCut, isUneven] = [false, false];
  const tables = plan.tables.map((table) => studentsOf(table, plan.jobs));
  const pairs = tables.flatMap(({ columns }) => columns.map(({ pair }) => pairText(pair)));
  for (const { title, side, columns } of tables) {
    for (const column of columns) {
      const pair = pairText(column.pair);
      const inOneTable = pairs.indexOf(pair) === pairs.lastIndexOf(pair);
      figures.push(...(await figuresFor(column, side, inOneTable ? pair : `${pair}. ${title}`)));
    }
  }
  return {
    id: 'curves',
    title: 'Training curves',
    short: 'Curves',
    lead: [
      'Test accuracy after each epoch: the mean over trials as a line, from the lowest to the highest trial as a band.',
      ...(isUneven
        ? [
            'Some trials have not come as far as others: at each epoch, line and band are of those that have come to it.',
          ]
        : []),
      'Vertical lines are where the learning rate drops.',
      ...(isCut ? ['Where accuracy rises steeply at first, lines begin below the chart.'] : []),
    ].join(' '),
    figures,
  };

  async function figuresFor({ rows }: PlannedColumn, side: Side, name: string): Promise<Figure[]> {
    const job = placed.get(rows.flatMap((row) => row.jobs)[0] ?? '');
    const { dropsAfter = [] } = job ? trainingOf(job.configuration).recipe : {};
    const trained = rows.map((row) => curveOf(row, side));
    isCut ||= beginsBelow(trained);
    isUneven ||= trained.some(({ accuracies }) => new Set(accuracies.map(({ length }) => length)).size > 1);
    const panels = await curvePanels({ pair: name, curves: trained, dropsAfter });
    return panels.map(({ title, svg }) => ({ caption: `${name}: ${title}`, svg, choice: name }));
  }

  function curveOf({ distiller, jobs: trials }: PlannedRow, side: Side): Curve {
    const epochs = trials.map((id) => metrics.get(id) ?? []);
    return {
      distiller: distiller.name,
      accuracies: epochs.map((trial) =>
        trial.flatMap((epoch) => (side === 'student' ? epoch : epoch.peer)?.testAccuracy ?? []),
      ),
    };
  }
}
