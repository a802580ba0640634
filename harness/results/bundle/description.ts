import { z } from 'zod';
import { baselineSchema } from '../../suite/baseline/schema.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { selectionSchema } from '../../suite/selection.ts';

/**
 * `bundle.json` in an archive: all that report and check read elsewhere than in the results, so that the archive gives the
 * same where suites and baselines have changed since.
 */
export const descriptionSchema = z.strictObject({
  format: z.literal(1),
  /** When the archive was made, and by which version of Redistill. */
  at: z.iso.datetime(),
  redistill: z.string(),
  /** As the command line had the suite. */
  name: z.string(),
  /** Without the name of its baseline, which is here itself. */
  suite: suiteSchema,
  selection: selectionSchema,
  /** The identities of the jobs that this comes to. */
  jobs: z.array(z.string()),
  baseline: baselineSchema.optional(),
});
export type BundleDescription = z.infer<typeof descriptionSchema>;

/** The names of the files that stand beside results and tables. */
export const bundleFiles = { description: 'bundle.json', environment: 'environment.json', sums: 'SHA256SUMS' } as const;

/** Is that the path of an archive, and not a suite's name? */
export const isBundle = (name: string) => name.endsWith('.tar.gz');
