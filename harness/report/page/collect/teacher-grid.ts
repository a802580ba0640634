import { trainingOf } from '../../../job/job.ts';
import { fixed } from '../../../results/cell-text.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import { isImported, type PlannedColumn } from '../../../suite/plan.ts';
import type { Grid, GridCell } from '../page-data.ts';
import { hasPublished } from './source-grid.ts';

/** The teachers: a retrained one shifts every row that learns from it. */
export function teacherGrid({ plan, done, baseline }: Pick<Evidence, 'plan' | 'done' | 'baseline'>): Grid {
  const columns = plan.tables.flatMap((table) => table.columns);
  const teachers = new Map(
    columns.flatMap(({ teacher, fellows, assistants = [] }) =>
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
      { name: 'Origin' },
      { name: 'sha256 of its weights' },
    ],
    rows: [...teachers.values()].map((teacher) => rowOf(teacher, done)),
  };
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
    { text: accuracy === undefined ? '' : fixed(accuracy), value: accuracy },
    { text: origin },
    { text: hash ?? 'waits', code: hash !== undefined },
  ];
}
