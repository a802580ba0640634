import { z } from 'zod';
import { metricSchema } from '../../job/metric.ts';
import { networkSchema } from '../../job/network.ts';
import { sideSchema } from '../../job/side.ts';
import { stateOf } from '../../results/cell-text.ts';
import type { Cell, Column } from '../../results/cells.ts';
import type { PublishedCell } from '../../suite/baseline/cells.ts';
import { selectionSchema } from '../../suite/selection.ts';
import { targetSchema } from '../../suite/target.ts';
import { coverageOf, coverageSchema } from './derived/coverage.ts';
import { figuresOf, figuresSchema } from './derived/figures.ts';

const publishedSchema = z.strictObject({
  mean: z.number(),
  deviation: z.number().optional(),
  /** What the mean is of; absent where it is not known. */
  runs: z.int().optional(),
  /** Ours minus theirs, in points. */
  difference: z.number().optional(),
});

const cellSchema = z.strictObject({
  distiller: z.string(),
  state: z.enum(['done', 'unfinished', 'waits', 'failed', 'n/a']),
  /** Why it is n/a, or failed. */
  note: z.string().optional(),
  /** In per cent, after the last epoch; the best epoch's was chosen on the test images. */
  trials: z.array(z.strictObject({ number: z.int(), value: z.number(), best: z.number().optional() })),
  mean: z.number().optional(),
  deviation: z.number().optional(),
  bestEpochMean: z.number().optional(),
  published: publishedSchema.optional(),
});

const columnSchema = z.strictObject({
  teacher: networkSchema,
  /** How many of them teach together. */
  teachers: z.int(),
  student: networkSchema,
  /** Whose student the teacher is, by which row, and of which trial where that is not the student's own; absent where it is none. */
  assistant: z.strictObject({ pair: z.string(), distiller: z.string(), trial: z.int().optional() }).optional(),
  /** Do they learn from each other? Absent where the teacher was trained before. */
  mutual: z.literal(true).optional(),
  /** What both were transferred to: the accuracies are on it. */
  target: targetSchema.optional(),
  /** What its values are, those of its cells included. */
  metric: metricSchema,
  /** Whose values those of its cells are, where both learn from each other. */
  side: sideSchema,
  epochs: z.int(),
  teacherValue: z.number().optional(),
  teacherPublished: publishedSchema.optional(),
  /** Why nothing published stands beside its cells, where there is a baseline. */
  notComparable: z.string().optional(),
  cells: z.array(cellSchema),
});

/** `table.json`: all that the other formats have, and what was derived. */
export const tablesSchema = z.strictObject({
  suite: z.string(),
  /** What of the suite this is; nothing is in it where that is the suite's own selection. Absent in what earlier versions wrote. */
  selection: selectionSchema.optional(),
  tables: z.array(z.strictObject({ name: z.string(), title: z.string(), columns: z.array(columnSchema) })),
  /** Over all pairs of all tables; none with fewer than two pairs. */
  figures: z.array(figuresSchema),
  coverage: coverageSchema,
});
export type Tables = z.infer<typeof tablesSchema>;

export interface NamedTable {
  name: string;
  title: string;
  columns: readonly Column[];
}

export function jsonOf(tables: readonly NamedTable[], about: Pick<Tables, 'suite' | 'selection'>): Tables {
  const all = tables.flatMap(({ columns }) => columns);
  return {
    ...about,
    tables: tables.map(({ name, title, columns }) => ({ name, title, columns: columns.map(columnOf) })),
    figures: figuresOf(all),
    coverage: coverageOf(all),
  };
}

function columnOf({ teacherPublished, cells, ...column }: Column): Tables['tables'][number]['columns'][number] {
  return {
    ...column,
    teacherPublished: publishedOf(teacherPublished, column.teacherValue),
    cells: cells.map(cellOf),
  };
}

function cellOf(cell: Cell): z.infer<typeof cellSchema> {
  const { distiller, trials, mean, deviation, bestMean, unfit, failed, published } = cell;
  return {
    distiller: distiller.name,
    state: stateOf(cell),
    note: unfit ?? failed,
    trials: trials.map(({ number, value, best }) => ({ number, value, best })),
    mean,
    deviation,
    bestEpochMean: bestMean,
    published: publishedOf(published, mean),
  };
}

function publishedOf(
  published: PublishedCell | undefined,
  ours: number | undefined,
): z.infer<typeof publishedSchema> | undefined {
  if (!published || published.mean.value === null) return undefined;
  const { value: mean } = published.mean;
  return {
    mean,
    deviation: published.deviation.value ?? undefined,
    runs: published.runs ?? undefined,
    difference: ours === undefined ? undefined : ours - mean,
  };
}
