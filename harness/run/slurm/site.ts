import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseJson } from '../../base/files/json.ts';
import { near } from '../../base/near.ts';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';
import { validate } from '../../base/validate/validate.ts';

const text = z.string().min(1).optional();

/** What a cluster wants to be told, as a site file has it: JSON, which may have comments. All of it may be left out. */
export const siteSchema = z.strictObject({
  partition: text,
  account: text,
  qos: text,
  constraint: text,
  /** Such as `gpu:1`. */
  gres: text,
  /** The longest that a job runs without a break, such as `4:00:00`; when it is over the job is queued again. */
  time: text,
  /** The processors of a job, which are its threads; by default those that the suite says. */
  cpusPerTask: z.int().positive().optional(),
  memory: text,
  exclude: text,
  /** How many jobs of an array run at a time, at most. */
  atOnce: z.int().positive().optional(),
  /** No array has more jobs: less than the cluster's MaxArraySize. */
  arraySize: z.int().positive().default(1000),
  /** So long before a job's time is over it is told to write its checkpoint. */
  checkpointSeconds: z.int().positive().default(120),
  /** How long the watch waits between two looks. */
  pollSeconds: z.number().positive().default(15),
  /** Lines of shell before each job, such as `module load nodejs`. */
  setup: z.array(z.string()).default([]),
  /** Further options of sbatch, such as `--mail-type=END`. */
  extra: z.array(z.string()).default([]),
});
export type Site = z.infer<typeof siteSchema>;

/**
 * Reads a site file; without one, the cluster's own defaults hold.
 * @throws Problem where it is not there, is not JSON, or something in it is not allowed
 */
export async function readSite(file: string | undefined): Promise<Site> {
  if (file === undefined) return siteSchema.parse({});
  const place = `the site file ${near(file)}`;
  let value: unknown;
  try {
    value = parseJson(await readFile(file));
  } catch (cause) {
    const why = isSystemError(cause, 'ENOENT')
      ? 'is not there'
      : cause instanceof SyntaxError
        ? `is not JSON (${cause.message})`
        : `cannot be read (${(cause as Error).message})`;
    throw new Problem(`${place} ${why}`, 'Check it', exitCode.configuration, { cause });
  }
  return validate(siteSchema, value, place);
}

/**
 * The options of sbatch that a site asks for.
 * @param threads of a job, where the site does not say how many processors it has
 */
export function sbatchOptions(site: Site, threads: number): string[] {
  const { partition, account, qos, constraint, gres, time, memory, exclude, cpusPerTask = threads } = site;
  const named = { partition, account, qos, constraint, gres, time, mem: memory, exclude };
  return [
    ...Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
    `--cpus-per-task=${cpusPerTask}`,
    ...site.extra,
  ];
}
