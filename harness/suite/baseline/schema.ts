import { z } from 'zod';
import { datasetSchema } from '../../job/dataset.ts';
import { howSchema } from '../../job/how.ts';
import { metricSchema } from '../../job/metric.ts';
import { networkSchema } from '../../job/network.ts';
import { sourcedSchema } from '../literature/schema.ts';
import { bandsSchema } from './bands.ts';
import { claimSchema } from './claim.ts';

const perCent = z.number().min(0).max(100);
const sourceTag = z.string().min(1);

const sourceSchema = z.strictObject({
  kind: z.enum([
    'the authors',
    'restates the paper',
    'reads the paper and repeats an experiment',
    'measured here',
    'prints or quotes numbers',
  ]),
  what: z.string().min(1),
});

const pairSchema = z.strictObject({
  teacher: networkSchema,
  student: networkSchema,
  /** Of an ensemble, how many there are. */
  teachers: z.int().min(2).optional(),
});

/** A column: networks, and what they were transferred to where that is what the numbers are of. */
const columnSchema = pairSchema.extend({
  target: z.strictObject({ title: z.string().min(1), dataset: datasetSchema, how: howSchema }).optional(),
});

const rowSchema = z.strictObject({
  /** As suites call it; `teacher` and `vanilla` are the networks on their own. */
  distiller: z.string().min(1),
  /** Of each pair, in the table's order; null where it is not applicable. */
  means: z.array(perCent.nullable()),
  /** Those that give these means. */
  sources: z.array(sourceTag).min(1),
  /** By source: of each pair, null where the source does not say. */
  deviations: z.record(sourceTag, z.array(perCent.nullable())).default({}),
  /** What each mean is of, where it is not the table's number; null where it is not known. */
  runs: z.int().positive().nullable().optional(),
  note: z.string().optional(),
});

const tableSchema = z.strictObject({
  name: z.string().min(1),
  title: z.string().min(1),
  /** What its numbers are; top-1 accuracies by default. */
  metric: metricSchema.optional(),
  /** How many runs each mean is of; null where it is not known. */
  runs: z.int().positive().nullable(),
  /** The columns. */
  pairs: z.array(columnSchema).min(1),
  rows: z.array(rowSchema).min(1),
});

/** What others than the paper measured: never a target, and never mixed with the paper's numbers. */
const independentSchema = z.strictObject({
  source: sourceTag,
  ...pairSchema.shape,
  teacherAccuracy: perCent,
  runs: z.int().positive(),
  note: z.string().optional(),
  rows: z.array(z.strictObject({ distiller: z.string().min(1), mean: perCent, deviation: perCent })),
});

/** What stands in for a deviation that nobody published. */
const priorSchema = z.strictObject({
  deviation: z.number().positive(),
  degreesOfFreedom: z.int().positive(),
  /** How it was come by. */
  why: z.string().min(1),
});

/** Differences up to that many points count as agreement. */
const marginSchema = z.strictObject({ points: z.number().min(0), why: z.string().min(1) });

/**
 * Numbers that runs are compared with, as a file in `baselines/published/` or `baselines/measured/` has them: tables as they
 * were printed, with the sources of each row; bands of runs that were made here; claims about what beats what.
 */
export const baselineSchema = z
  .strictObject({
    /** As suites and the file are called. */
    name: z.string().min(1),
    title: z.string().min(1),
    /** What the numbers are, with their unit. */
    metric: z.string().min(1),
    /** The epoch after which they were measured. */
    epoch: z.enum(['last', 'best', 'each its own']),
    /** What they were measured on, and for how many epochs students were trained: they are valid for nothing else. */
    dataset: datasetSchema,
    epochs: z.int().positive(),
    margin: marginSchema,
    /** Needed beside tables, as not all of their deviations are known. */
    prior: priorSchema.optional(),
    /** By their tags. */
    sources: z.record(sourceTag, sourceSchema),
    tables: z.array(tableSchema).default([]),
    claims: z.array(claimSchema).default([]),
    bands: bandsSchema.optional(),
    /** Numbers of many papers: several may be of one cell, and each says how it was come by. See `baseline-of.ts`. */
    literature: z.array(sourcedSchema).optional(),
    independent: z.array(independentSchema).default([]),
  })
  .superRefine(({ sources, tables, claims, independent, prior }, context) => {
    const refuse = (path: Path, message: string) =>
      context.addIssue({ code: 'custom', path, message: `must be ${message}` });
    const checkTag = (tag: string, path: Path) => {
      if (!(tag in sources)) refuse(path, `one of ${Object.keys(sources).join(', ')}`);
    };
    const checkRow = ({ means, sources: tags, deviations }: Row, pairs: number, path: Path) => {
      const each = `one for each of the ${pairs} pairs`;
      if (means.length !== pairs) refuse([...path, 'means'], each);
      for (const [index, tag] of tags.entries()) checkTag(tag, [...path, 'sources', index]);
      for (const [tag, values] of Object.entries(deviations)) {
        checkTag(tag, [...path, 'deviations', tag]);
        if (values.length !== pairs) refuse([...path, 'deviations', tag], each);
      }
      for (const [pair, mean] of means.entries()) {
        const given = Object.values(deviations).map((values) => values[pair] ?? null);
        const known = new Set(given.filter((value) => value !== null));
        if (known.size > 1) refuse([...path, 'deviations'], 'the same in all sources that give one');
        if (known.size > 0 && mean === null) refuse([...path, 'deviations'], 'null where the mean is null');
      }
    };

    for (const [table, { pairs, rows }] of tables.entries()) {
      for (const [index, row] of rows.entries()) {
        const path = ['tables', table, 'rows', index];
        checkRow(row, pairs.length, path);
        const first = rows.findIndex(({ distiller }) => distiller === row.distiller);
        if (first < index) refuse([...path, 'distiller'], 'there only once');
      }
    }
    if (tables.length > 0 && !prior) refuse(['prior'], 'there beside tables, as not all deviations are known');
    for (const [claim, { sources: tags }] of claims.entries()) {
      for (const [index, tag] of tags.entries()) checkTag(tag, ['claims', claim, 'sources', index]);
    }
    for (const [index, { source }] of independent.entries()) checkTag(source, ['independent', index, 'source']);
  });

type Row = z.infer<typeof rowSchema>;
type Path = (string | number)[];

export type Baseline = z.infer<typeof baselineSchema>;
