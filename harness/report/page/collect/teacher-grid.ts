import { trainingOf } from '../../../job/job.ts';
import { usualMetric } from '../../../job/metric.ts';
import { fixed } from '../../../results/cell-text.ts';
import type { Column } from '../../../results/cells.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import { isImported, type PlannedColumn } from '../../../suite/plan.ts';
import type { Grid, GridCell } from '../page-data.ts';
import { hasPublished } from './source-grid.ts';

/** The teachers: a retrained one shifts every row that learns from it. */
export function teacherGrid(
  { plan, done, baseline }: Pick<Evidence, 'plan' | 'done' | 'baseline'>,
  columns: readonly Column[],
): Grid {
  const planned = plan.tables.flatMap((table) => table.columns);
  const published = publishedIn(columns);
  const teachers = new Map(
    planned.flatMap(({ teacher, fellows, assistants = [] }) =>
      [teacher, ...fellows, ...assistants].map((one) => [one.id, one]),
    ),
  );
  return {
    id: 'teachers',
    title: 'Teachers',
    lead:
      baseline && hasPublished(baseline)
        ? 'A retrained teacher explains most gaps: compare its accuracy with the published one first.'
        : 'All that learns from a teacher shifts with its accuracy.',
    columns: [
      { name: 'Network' },
      { name: 'Accuracy', numeric: true },
      ...(published.size > 0 ? [{ name: 'Published', numeric: true }] : []),
      { name: 'Origin' },
      { name: 'sha256 of its weights' },
    ],
    rows: [...teachers.values()].map((teacher) => {
      const [network, accuracy, ...rest] = rowOf(teacher, done) as [GridCell, GridCell, ...GridCell[]];
      return [network, accuracy, ...(published.size > 0 ? [numberCell(published.get(network.text))] : []), ...rest];
    }),
  };
}

/** The published accuracies of networks that teach alone, on what they were trained on. */
function publishedIn(columns: readonly Column[]): Map<string, number> {
  return new Map(
    columns.flatMap(({ teacher, teachers, target, metric, teacherPublished }): [string, number][] => {
      const value = teacherPublished?.mean.value ?? undefined;
      return value === undefined || teachers > 1 || target || metric !== usualMetric ? [] : [[teacher, value]];
    }),
  );
}

function rowOf(teacher: PlannedColumn['teacher'], done: Evidence['done']): GridCell[] {
  if (isImported(teacher)) {
    const { network, source } = teacher.configuration;
    const origin = teacher.accuracy === undefined ? 'imported, accuracy not measured yet' : 'imported';
    return row(network, teacher.accuracy, `${origin}; the hash is of its file`, source);
  }
  const { kind, network, seed } = trainingOf(teacher.configuration);
  const result = done.get(teacher.id);
  return row(
    network,
    result?.accuracy,
    kind === 'student' ? `trained here: ${teacher.label}` : `trained here, seed ${seed}`,
    result?.weights,
  );
}

function row(network: string, accuracy: number | undefined, origin: string, hash: string | undefined): GridCell[] {
  return [
    { text: network },
    numberCell(accuracy),
    { text: origin },
    { text: hash ?? 'waits', code: hash !== undefined },
  ];
}

const numberCell = (value: number | undefined): GridCell => ({ text: value === undefined ? '' : fixed(value), value });
